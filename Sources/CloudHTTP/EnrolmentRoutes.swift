import CloudDomain
import HTTPTypes
import Hummingbird
import Reception

/// `POST /v1/enrol`: the one call that needs no credential, and so the one that is rationed.
struct EnrolmentRoutes<Records: KioskRecords> {
    let records: Records
    let tries: RateLimit

    init(records: Records, world: World) {
        self.records = records
        tries = RateLimit(most: 10, per: .seconds(60), world: world)
    }

    func add(to group: RouterGroup<KioskContext>) {
        group.post("enrol", use: enrol)
    }

    @Sendable private func enrol(_ request: Request, _: KioskContext) async throws -> Response {
        if let wait = tries.waitBeforeNext() {
            throw Refusal(
                429, "Too many tries", "Too many enrolments were tried; wait and try again.",
                headers: [.retryAfter: String(wait)])
        }
        let body = try await request.decode(EnrolmentRequest.self)
        guard (1...200).contains(body.name.utf8.count), body.code.utf8.count <= 100, body.program.utf8.count <= 200
        else { throw Refusal(400, "Malformed body", "A kiosk's name has 1 to 200 bytes.") }
        return try .json(try await records.enrol(body))
    }
}
