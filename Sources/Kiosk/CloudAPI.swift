package import Reception

/// The cloud as a kiosk sees it. Calls block; each lane makes its own from its own thread.
package protocol CloudAPI: Sendable {
    /// The next page of the change feed.
    ///
    /// - Parameter wait: how long the cloud may hold the answer back until there is something to tell.
    /// - Throws: ``CloudFailure/gone`` when the feed no longer has that place: a snapshot is due.
    func changes(after cursor: Cursor, limit: Int, wait: Duration) throws(CloudFailure) -> ChangesPage

    /// The whole cache, line by line, in bounded memory. Marks and the end line have been checked against the count and
    /// the digest of the rows before them; an older cloud sends no marks.
    ///
    /// - Parameter point: where an earlier load was cut, to go on from there; an older cloud begins anew all the same.
    /// - Throws: what `take` throws, as ``CloudFailure/interrupted``; ``CloudFailure/gone`` when it cannot go on from
    ///   `point`; ``CloudFailure/unintelligible(_:)`` when the stream is cut or does not agree with a mark or its end
    ///   line. Rows since the last mark must then be dropped.
    func snapshot(after point: SnapshotPoint?, _ take: (SnapshotLine) throws -> Void) throws(CloudFailure)

    /// Hands events over. The answer has a result for each of them.
    func send(_ batch: EventBatch) throws(CloudFailure) -> EventReceipt

    /// The heartbeat.
    func report(_ status: StatusReport) throws(CloudFailure) -> StatusAnswer

    /// Ends a call under way, from any thread, with ``CloudFailure/interrupted``; later calls end so at once.
    func cancel()
}

/// Why a call to the cloud gave no answer that can be used. Descriptions carry no secret and no personal data.
package enum CloudFailure: Error, Hashable, Sendable {
    /// No connection: name, network, refused, TLS. The text says which, for staff and the log.
    case unreachable(String)
    /// It was connected and did not answer in time.
    case timedOut
    /// The certificate could not be verified.
    case untrusted(String)
    /// 401 or 403 of the cloud: the credential is not taken any more.
    case refused(status: Int)
    /// 401 of the cloud, which says that this kiosk was revoked: it is to delete what it holds.
    case revoked
    /// 410 of the cloud.
    case gone
    /// 413 of the cloud.
    case tooLarge
    /// 429 or 503, with the wait that the answer asked for, if it did.
    case busy(status: Int, retryAfter: Duration?)
    /// Any other status: 4xx that waiting may mend (408, 409, 425), 404 and other 4xx of a wrong address, 5xx.
    case unexpected(status: Int)
    /// A refusal that is not the cloud's own: of a proxy, a filter or a sign-in page on the way. Whatever its status
    /// says, it says nothing about the credential, the events or the feed.
    case stranger(status: Int)
    /// An answer that is not what the API promises: HTML of a captive portal, wrong JSON, a cut or oversized body.
    case unintelligible(String)
    /// The call was given up because the program ends, or because what it was for failed.
    case interrupted
}

extension CloudFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let why):
            "The cloud cannot be reached (\(why)); check the network, the address and whether it runs."
        case .timedOut: "The cloud was reached but did not answer in time; it will be tried again."
        case .untrusted(let why):
            "The cloud's certificate cannot be verified (\(why)); check the CA file and the clock."
        case .refused(let status):
            "The cloud no longer accepts this kiosk's credential (HTTP \(status)); enrol it again."
        case .revoked:
            "This kiosk was revoked by its administrator; its data is deleted. Enrol it again to use it."
        case .gone: "The cloud no longer has the changes since the last sync; a full sync is needed."
        case .tooLarge: "The cloud found the request too large (HTTP 413)."
        case .busy(let status, _): "The cloud is busy (HTTP \(status)); it will be tried again."
        case .unexpected(let status): "The cloud answered unexpectedly (HTTP \(status))."
        case .stranger(let status):
            "Something between here and the cloud refuses (HTTP \(status)); is there a proxy, a filter or a sign-in page?"
        case .unintelligible(let why):
            "The answer is not from an Uketsuke cloud (\(why)); is there a sign-in page in between?"
        case .interrupted: "The call was given up."
        }
    }

    /// Whether the cloud itself was not heard, so that a cheap probe tells when the network returns.
    package var isUnreachable: Bool {
        switch self {
        case .unreachable, .timedOut, .untrusted, .stranger, .unintelligible: true
        default: false
        }
    }
}
