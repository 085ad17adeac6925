import Curl
import Foundation
package import Kiosk
package import Reception

/// The cloud over libcurl, for one lane: calls go one after the other over one connection.
///
/// A call blocks its thread for as long as its time-outs say, or until ``cancel()``. Nothing is tried again here: that
/// is for the lane, which knows what the answer means to it.
package final class CloudClient: CloudAPI {
    private let exchange: Exchange

    /// - Parameter certificateTime: asked at each call when the cloud's certificate has to be valid; `nil` for now by the
    ///   machine's clock.
    package init(
        address: CloudAddress, credential: Credential, timeouts: CloudTimeouts = CloudTimeouts(), world: World = .live,
        certificateTime: @escaping @Sendable () -> Instant? = { nil }
    ) {
        exchange = Exchange(
            address: address, credential: credential, timeouts: timeouts, world: world,
            certificateTime: certificateTime)
    }

    /// Ends the running call with ``CloudFailure/interrupted``, and every later one; from any thread.
    package func cancel() {
        exchange.session.cancel()
    }

    /// The next page; see ``CloudAPI``. `wait` goes out in whole seconds, the rest is dropped.
    package func changes(
        after cursor: Cursor, limit: Int, wait: Duration
    ) throws(CloudFailure) -> ChangesPage {
        let seconds = max(0, wait.components.seconds)
        let query = Query([
            ("epoch", cursor.epoch), ("after", String(cursor.sequence)), ("limit", String(limit)),
            ("wait", String(seconds)),
        ])
        let page = try exchange.call(
            .get, "/v1/kiosk/changes?\(query)", wait: .seconds(seconds), as: ChangesPage.self)
        // Otherwise the lane would ask for the same page for ever.
        guard page.cursor.epoch == cursor.epoch, page.cursor.sequence >= cursor.sequence,
            !page.hasMore || page.cursor.sequence > cursor.sequence
        else { throw .unintelligible("a page that leads nowhere") }
        return page
    }

    /// The whole cache, or what is missing of it; see ``CloudAPI``. `take` runs while the cloud's bytes wait, so it should
    /// not dawdle.
    package func snapshot(
        after point: SnapshotPoint? = nil, _ take: (SnapshotLine) throws -> Void
    ) throws(CloudFailure) {
        let query = Query(CloudClient.resuming(at: point) + [("marks", "1")])
        var request = exchange.request(.get, "/v1/kiosk/snapshot?\(query)", accepting: SnapshotReader.mediaType)
        request.totalTimeout = exchange.timeouts.snapshot
        request.stallTimeout = exchange.timeouts.total
        request.maximumResponse = .max
        var reader = SnapshotReader()
        var failure: CloudFailure?
        let head: HTTPHead
        do {
            head = try exchange.session.stream(request) { head, bytes in
                do throws(CloudFailure) {
                    try exchange.check(head, isOf: SnapshotReader.mediaType)
                    try reader.receive(bytes, take)
                } catch {
                    failure = error
                    throw error
                }
            }
        } catch {
            throw failure ?? CloudFailure(error)
        }
        // An answer without a body has not been looked at yet.
        try exchange.check(head, isOf: SnapshotReader.mediaType)
        try reader.finish()
    }

    private static func resuming(at point: SnapshotPoint?) -> [(name: String, value: String)] {
        guard let point else { return [] }
        return [
            ("epoch", point.cursor.epoch), ("after", String(point.cursor.sequence)), ("begun", String(point.begun)),
        ]
    }

    /// Hands events over; see ``CloudAPI``. A receipt that leaves an event out is unintelligible.
    package func send(_ batch: EventBatch) throws(CloudFailure) -> EventReceipt {
        let receipt = try exchange.call(
            .post, "/v1/kiosk/events", body: try exchange.encode(batch), as: EventReceipt.self)
        let answered = Set(receipt.results.map(\.id))
        guard batch.events.allSatisfy({ answered.contains($0.id) }) else {
            throw .unintelligible("not every event has a result")
        }
        return receipt
    }

    /// The heartbeat; see ``CloudAPI``.
    package func report(_ status: StatusReport) throws(CloudFailure) -> StatusAnswer {
        try exchange.call(.post, "/v1/kiosk/status", body: try exchange.encode(status), as: StatusAnswer.self)
    }

    /// From the next call on this client proves itself with another credential; from any thread.
    package func use(_ credential: Credential) { exchange.credential?.replace(by: credential) }

    /// Asks for a new credential. This client goes on with the old one, which works until the new one's first use: keep
    /// the new one on disk first, then ``use(_:)`` it.
    package func rotateCredential() throws(CloudFailure) -> (credential: Credential, serverTime: Instant) {
        let answer = try exchange.call(.post, "/v1/kiosk/credential", as: CredentialAnswer.self)
        return (Credential(answer.credential), answer.serverTime)
    }
}
