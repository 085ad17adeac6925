import CloudDomain
import Hummingbird

/// `POST /v1/kiosk/credential`: a new credential for the one it was asked with.
struct CredentialRoutes<Records: KioskRecords> {
    let records: Records

    func add(to group: RouterGroup<KioskContext>) {
        group.post("credential", use: rotate)
    }

    @Sendable private func rotate(_: Request, _ context: KioskContext) async throws -> Response {
        try .json(try await records.rotateCredential(of: context.requireKiosk()))
    }
}
