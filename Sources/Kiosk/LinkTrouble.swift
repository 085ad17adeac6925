/// Why the cloud cannot be talked to, as staff are told: in a few words on the screen, in a sentence by `status`.
package enum LinkTrouble: Hashable, Sendable {
    /// No connection is made: no network, no such name, nobody listens, it breaks at once.
    case noConnection
    /// Something takes the connection and does not answer in time.
    case noAnswer
    /// Whoever answers cannot show the cloud's certificate.
    case certificate
    /// Whoever answers is no Uketsuke cloud: a sign-in page, a proxy.
    case stranger
    /// The cloud answers with a status that the API does not have there: another version, a wrong address.
    case oddAnswer(status: Int)
    /// The cloud, or the server before it, has a fault of its own.
    case cloudFault(status: Int)
    /// The cloud asks for patience.
    case busy

    /// `nil` for what is no trouble of the link: the call was given up here, or the credential is refused, which is a
    /// state of its own.
    init?(_ failure: CloudFailure) {
        switch failure {
        case .unreachable: self = .noConnection
        case .timedOut: self = .noAnswer
        case .untrusted: self = .certificate
        case .unintelligible, .stranger: self = .stranger
        case .gone: self = .oddAnswer(status: 410)
        case .tooLarge: self = .oddAnswer(status: 413)
        case .unexpected(let status): self = status >= 500 ? .cloudFault(status: status) : .oddAnswer(status: status)
        case .busy: self = .busy
        case .refused, .revoked, .interrupted: return nil
        }
    }

    /// For staff who ask on the command line: what is wrong, and what to do.
    package var sentence: String {
        switch self {
        case .noConnection:
            "No connection to the cloud can be made; check this machine's network, the name server and the firewall."
        case .noAnswer:
            "The cloud was reached but does not answer in time; the line is very slow or cut somewhere on the way."
        case .certificate:
            "Whoever answers does not have the cloud's certificate; nothing is sent. Check the CA file, the clock, and "
                + "whether a proxy opens the connection."
        case .stranger:
            "Something on the way answers in the cloud's place; look for a sign-in page of the network, a proxy or a "
                + "filter, and let this kiosk through."
        case .oddAnswer(let status):
            "The cloud's address answers as no cloud does (HTTP \(status)); check the address and the cloud's version."
        case .cloudFault(let status):
            "The cloud has a fault of its own (HTTP \(status)); tell its administrator if it lasts. It is tried again."
        case .busy: "The cloud asks for patience; it is tried again when the wait that it asked for is over."
        }
    }

    /// Of several lanes' troubles the one that tells staff most is shown.
    var weight: Int {
        switch self {
        case .certificate: 6
        case .stranger: 5
        case .cloudFault: 4
        case .oddAnswer: 3
        case .busy: 2
        case .noAnswer: 1
        case .noConnection: 0
        }
    }
}
