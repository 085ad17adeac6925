import Curl
package import Kiosk
package import Reception

/// The one call that needs no credential.
package final class EnrolmentClient: Sendable {
    private let exchange: Exchange

    package init(address: CloudAddress, timeouts: CloudTimeouts = CloudTimeouts(), world: World = .live) {
        exchange = Exchange(address: address, credential: nil, timeouts: timeouts, world: world)
    }

    /// Spends the one-time code. The answer has the credential in it: keep it, never print it.
    package func enrol(_ request: EnrolmentRequest) throws(EnrolmentFailure) -> EnrolmentAnswer {
        do {
            return try exchange.call(.post, "/v1/enrol", body: try exchange.encode(request), as: EnrolmentAnswer.self)
        } catch .refused, .revoked, .gone {
            throw .codeRefused
        } catch {
            throw .cloud(error)
        }
    }

    /// Ends the call, from any thread.
    package func cancel() {
        exchange.session.cancel()
    }
}

/// Why a kiosk could not be enrolled. Never has the code in its description.
package enum EnrolmentFailure: Error, Hashable, Sendable {
    /// The code is wrong, used or too old.
    case codeRefused
    case cloud(CloudFailure)
}

extension EnrolmentFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .codeRefused:
            "The cloud does not accept the enrolment code: it is mistyped, used or too old; ask for a new one."
        case .cloud(let failure): failure.description
        }
    }
}
