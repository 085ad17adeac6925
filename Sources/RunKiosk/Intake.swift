import Foundation
import Kiosk
import Reception
import Synchronization

/// Where reader threads hand in codes; holds them back while the desk has enough to do, so that a program that pours out
/// lines fills neither memory nor the time after it.
final class Intake: Sendable {
    private let mailbox: Mailbox<Message>
    private let desk: Desk
    private let isClosed = Atomic(false)

    /// More codes than this do not wait.
    private static let mostWaiting = 100

    init(mailbox: Mailbox<Message>, desk: Desk) {
        self.mailbox = mailbox
        self.desk = desk
    }

    /// Hands a code in; returns when it has its place in the queue, or when the kiosk ends.
    func hand(_ text: String, by means: Means) { hand(.code(text, means)) }

    /// Hands in what a scanner told, in its order.
    func hand(_ message: Message) {
        while mailbox.count + desk.backlog > Intake.mostWaiting {
            guard !isClosed.load(ordering: .relaxed) else { return }
            Thread.sleep(forTimeInterval: 0.005)
        }
        mailbox.post(message)
    }

    /// Lets go of whoever waits.
    func close() { isClosed.store(true, ordering: .relaxed) }
}
