import CloudDomain
import HTTPTypes
import Hummingbird

/// Lets only enrolled kiosks through, by their bearer credential.
struct KioskAuthenticator<Records: KioskRecords>: RouterMiddleware {
    let records: Records

    func handle(
        _ request: Request, context: KioskContext, next: (Request, KioskContext) async throws -> Response
    ) async throws -> Response {
        guard let value = request.headers[.authorization], value.lowercased().hasPrefix("bearer "),
            let kiosk = try await records.kiosk(credential: String(value.dropFirst("bearer ".count)))
        else { throw Refusal.unauthorized }
        var context = context
        context.kiosk = kiosk
        return try await next(request, context)
    }
}
