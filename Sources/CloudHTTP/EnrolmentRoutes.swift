import CloudDomain
import HTTPTypes
import Hummingbird
import Reception

/// `POST /v1/enrol`: the one call that needs no credential, and so the one that is rationed. Only refused codes count:
/// ten a minute from one address, so that one who guesses does not keep others out, and 300 from all together.
struct EnrolmentRoutes<Records: KioskRecords> {
    let records: Records
    let tries: RateLimit

    init(records: Records, world: World) {
        self.records = records
        tries = RateLimit(mostOfOne: 10, mostOfAll: 300, per: .seconds(60), world: world)
    }

    func add(to group: RouterGroup<KioskContext>) {
        group.post("enrol", use: enrol)
    }

    @Sendable private func enrol(_ request: Request, _ context: KioskContext) async throws -> Response {
        if let wait = tries.waitBeforeNext(of: context.address) {
            throw Refusal(
                429, "Too many tries", "Too many enrolments were tried; wait and try again.",
                headers: [.retryAfter: String(wait)])
        }
        var isRefused = false
        defer { if !isRefused { tries.forgive(context.address) } }
        let body = try await request.decode(EnrolmentRequest.self)
        guard body.name.isName, body.name.utf8.count <= 200, body.code.utf8.count <= 100, body.program.isShortText
        else {
            throw Refusal(400, "Malformed body", "A kiosk's name has 1 to 200 bytes and no control characters.")
        }
        do {
            return try .json(try await records.enrol(body))
        } catch let error as EnrolmentRefused {
            isRefused = true
            throw error
        }
    }
}
