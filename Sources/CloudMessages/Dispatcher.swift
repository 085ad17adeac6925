package import CloudDomain
import Curl
import Foundation
package import Logging
package import Reception
import Synchronization

/// Delivers notices to webhooks, on plain threads of its own because the calls block.
///
/// - A notice is marked as sent after the receiver said so (any 2xx), never before: a crash in between sends it
///   again, with the same `Uketsuke-Id`.
/// - One receiver that hangs holds up one worker, not the others.
package final class Dispatcher: Sendable {
    private static let workers = 4
    private static let pause: Duration = .milliseconds(300)

    private let queue: any NoticeQueue
    private let world: World
    private let logger: Logger
    private let isStopping = Mutex(false)

    package init(queue: any NoticeQueue, world: World, logger: Logger) {
        self.queue = queue
        self.world = world
        self.logger = logger
    }

    /// Starts the workers; they end soon after ``stop()``.
    package func start() {
        for _ in 0..<Self.workers {
            Thread.detachNewThread { [self] in work() }
        }
    }

    /// Ends the workers after what they are at. What they had not settled is tried again after the next start.
    package func stop() {
        isStopping.withLock { $0 = true }
    }

    private func work() {
        let session = HTTPSession()
        while !isStopping.withLock({ $0 }) {
            do {
                guard let delivery = try queue.claim() else {
                    Thread.sleep(forTimeInterval: Self.pause / .seconds(1))
                    continue
                }
                try queue.settle(delivery, wasDelivered: deliver(delivery, over: session))
            } catch {
                logger.error("the notice queue cannot be read", metadata: ["why": "\(error)"])
                Thread.sleep(forTimeInterval: 5)
            }
        }
    }

    private func deliver(_ delivery: Delivery, over session: HTTPSession) -> Bool {
        let headers = [
            ("Content-Type", "application/json"), ("User-Agent", "uketsuke-cloud/\(Release.version)"),
            ("Uketsuke-Id", delivery.id.uuidString.lowercased()),
            (
                WebhookSignature.header,
                WebhookSignature.value(of: delivery.body, secret: delivery.webhook.secret, at: world.now())
            ),
        ]
        let request = HTTPRequest(
            .post, delivery.webhook.url.absoluteString, headers: headers, body: delivery.body,
            totalTimeout: .seconds(10), maximumResponse: 64 * 1024, allowsPlainHTTP: true)
        do {
            let status = try session.perform(request).status
            if (200..<300).contains(status) { return true }
            note("answered \(status)")
        } catch {
            note("\(error)")
        }
        return false
    }

    private func note(_ why: String) {
        logger.warning("a webhook did not take a notice; it will be tried again", metadata: ["why": "\(why)"])
    }
}
