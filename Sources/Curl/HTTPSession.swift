import CCurl
import Foundation
import Synchronization

/// Calls one after the other, over a connection that stays open between them.
///
/// A call blocks its thread, so it must not run in a `Task`. Sessions are cheap: one per thread of work. A second call
/// waits until the first one has ended.
package final class HTTPSession: Sendable {
    private let connection: Mutex<Connection>
    private let isCancelled = Atomic(false)
    private let wake: Int32

    /// - Parameter caFile: the PEM file of the only authorities to trust; `nil` for the system's.
    package init(caFile: String? = nil) {
        wake = uk_wake_open()
        connection = Mutex(Connection(caFile: caFile, wake: wake))
    }

    deinit {
        if wake >= 0 { uk_wake_close(wake) }
    }

    /// Sends a request and waits for the whole answer, of whatever status.
    package func perform(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse {
        var body = Data()
        let head = try stream(request) { _, bytes in body.append(contentsOf: bytes) }
        return HTTPResponse(head: head, body: body)
    }

    /// Sends a request and hands the answer's body over in pieces as they come, each with the answer's head; the piece
    /// is gone when `take` returns. An answer without a body calls it not once.
    ///
    /// - Throws: ``HTTPFailure/stopped`` when `take` throws.
    package func stream(
        _ request: HTTPRequest, _ take: (HTTPHead, UnsafeRawBufferPointer) throws -> Void
    ) throws(HTTPFailure) -> HTTPHead {
        try connection.withLock { connection throws(HTTPFailure) in
            guard !isCancelled.load(ordering: .acquiring) else { throw .cancelled }
            return try connection.run(request, take)
        }
    }

    /// Ends the running call at once, and every later one before it begins; from any thread.
    package func cancel() {
        isCancelled.store(true, ordering: .releasing)
        if wake >= 0 { uk_wake_raise(wake) }
    }
}
