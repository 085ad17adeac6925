import CloudDomain
import Hummingbird
import Reception

/// `GET /v1/health`: whether the cloud can read its data.
struct HealthRoutes<Records: KioskRecords> {
    let records: Records

    func add(to group: RouterGroup<KioskContext>) {
        group.get("health", use: health)
    }

    @Sendable private func health(_: Request, _: KioskContext) async throws -> Response {
        _ = try await records.newestSequence()
        return try .json(["status": "ok", "version": Release.version])
    }
}
