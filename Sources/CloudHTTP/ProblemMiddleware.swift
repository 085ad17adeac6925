import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Reception

/// Makes every error a problem answer (RFC 9457), and keeps answers out of caches.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: KioskContext, next: (Request, KioskContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let refusal = Refusal(error)
            if refusal.problem.status >= 500 {
                context.logger.error("request failed", metadata: ["why": "\(error)", "path": "\(request.uri.path)"])
            }
            response = try .json(refusal.problem, status: refusal.problem.status, type: "application/problem+json")
            response.headers.append(contentsOf: refusal.headers)
        }
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

extension Response {
    /// An answer in JSON.
    static func json(
        _ value: some Encodable, status: Int = 200, type: String = "application/json"
    ) throws -> Response {
        Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try Wire.encode(value))))
    }
}

extension Request {
    /// The most bytes of a request's body.
    static let longestBody = 1 << 20

    /// Reads a JSON body.
    ///
    /// - Throws: a 413 or a 400 refusal.
    func decode<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        let buffer = try await body.collect(upTo: Self.longestBody)
        do {
            return try Wire.decode(type, from: Data(buffer.readableBytesView))
        } catch {
            throw Refusal(400, "Malformed body", "The body is not the JSON that this call takes; check the program.")
        }
    }
}
