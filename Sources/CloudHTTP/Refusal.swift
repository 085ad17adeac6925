import CloudDomain
import HTTPTypes
import Hummingbird
import Reception

/// An error answer: a problem, and what its headers say.
struct Refusal: Error {
    var problem: Problem
    var headers: HTTPFields = [:]

    init(_ status: Int, _ title: String, _ detail: String, headers: HTTPFields = [:]) {
        problem = Problem(status: status, title: title, detail: detail)
        self.headers = headers
    }

    static var unauthorized: Refusal {
        Refusal(
            401, "Not authorised", "The credential is not known here; enrol this kiosk anew.",
            headers: [.wwwAuthenticate: "Bearer"])
    }

    /// Says more than a credential that is not known: the kiosk is to delete what it holds.
    private static var revoked: Refusal {
        var refusal = Refusal(401, "Revoked", KioskRevoked().description, headers: [.wwwAuthenticate: "Bearer"])
        refusal.problem.reason = Problem.revoked
        return refusal
    }

    /// What to answer to any error that a route throws. What it does not know becomes a 500 that says nothing.
    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case is KioskRevoked: self = .revoked
        case let error as FeedGone: self.init(410, "Cursor gone", error.description)
        case let error as EnrolmentRefused: self.init(403, "Code not valid", error.description)
        case let error as any HTTPResponseError: self.init(status: error.status)
        default:
            self.init(500, "Server error", "The cloud could not do this; its log says why. Try again later.")
        }
    }

    private init(status: HTTPResponse.Status) {
        switch status {
        case .notFound: self.init(404, "Not found", "The API has no such path; check the address.")
        case .methodNotAllowed: self.init(405, "Method not allowed", "The path does not take this method.")
        case .contentTooLarge: self.init(413, "Too large", "A request body may have at most 1 MiB; send less at once.")
        default: self.init(status.code, status.reasonPhrase, "The request cannot be answered; check it.")
        }
    }
}
