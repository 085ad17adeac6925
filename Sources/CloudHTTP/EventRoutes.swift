import CloudDomain
import Hummingbird
import Reception

/// What kiosks report: `POST /v1/kiosk/events` and `POST /v1/kiosk/status`.
struct EventRoutes<Records: KioskRecords> {
    let records: Records
    let signal: FeedSignal

    func add(to group: RouterGroup<KioskContext>) {
        group.post("events", use: record)
        group.post("status", use: note)
    }

    @Sendable private func record(_ request: Request, _ context: KioskContext) async throws -> Response {
        let batch = try await request.decode(SentBatch.self)
        guard batch.events.count <= EventBatch.most else {
            throw Refusal(413, "Too many events", "At most \(EventBatch.most) events at once; send fewer.")
        }
        let receipt = try await records.record(batch, from: context.requireKiosk())
        signal.announce()
        return try .json(receipt)
    }

    @Sendable private func note(_ request: Request, _ context: KioskContext) async throws -> Response {
        let report = try await request.decode(StatusReport.self)
        guard report.program.isShortText, report.clock.bootID.isShortText else {
            throw Refusal(400, "Malformed body", "The fields program and bootID have at most 200 bytes.")
        }
        return try .json(try await records.note(report, from: context.requireKiosk()))
    }
}
