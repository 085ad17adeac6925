import Reception

/// An administrator lets the cloud know this kiosk, at a terminal that no cloud knows.
package struct EnrolmentForm: Hashable, Sendable {
    package var cloud = EnrolmentForm.scheme
    package var code = ""
    package var step = Step.cloud
    package var state = State.typing
    package var until: Duration

    package init(until: Duration) { self.until = until }

    package enum Step: Hashable, Sendable { case cloud, code }

    package enum State: Hashable, Sendable {
        case typing
        /// Handed to the lane, which answers within its time-outs.
        case asking
        case failed(EnrolmentProblem)
        /// Done; the program starts anew when the sentence has been read.
        case enrolled(tenant: String, site: String)
    }

    static let scheme = "https://"
    /// The longest address that is typed.
    static let longestCloud = 200
    /// The longest code that is typed; the cloud's have 14 characters.
    static let longestCode = 40

    /// Whether nothing can be typed any more.
    var isSettled: Bool {
        switch state {
        case .asking, .enrolled: true
        case .typing, .failed: false
        }
    }

    /// What stands in it.
    var offer: EnrolmentOffer { EnrolmentOffer(cloud: cloud, code: code) }

    /// When the screen returns to idle by itself; not while the cloud is asked.
    var end: Duration? { state == .asking ? nil : until }
}

/// Why a kiosk could not be enrolled, as the screen tells it.
package enum EnrolmentProblem: Hashable, Sendable, CaseIterable {
    /// What was typed is no address of a cloud.
    case badAddress
    /// The code is mistyped, used or too old.
    case codeRefused
    case unreachable
    /// The certificate of whoever answers is not vouched for.
    case untrusted
    /// Whoever answers is no such cloud.
    case notTheCloud
    case busy
    /// The key or the folder of this machine does not serve.
    case storage
}

/// What became of an enrolment.
package enum EnrolmentNews: Hashable, Sendable {
    case enrolled(tenant: String, site: String)
    case failed(EnrolmentProblem)
}
