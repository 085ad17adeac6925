import Synchronization

/// Where the lanes and the reader threads leave messages for the loop that owns the screen.
package final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let bell: Bell

    /// - Throws: ``StorageFailure`` when the system has no more descriptors.
    package init() throws(StorageFailure) {
        bell = try Bell()
    }

    /// Becomes readable when there are messages; for `poll`.
    package var descriptor: Int32 { bell.descriptor }

    /// How many messages wait; a reader that gets ahead of the loop can slow down by it.
    package var count: Int { messages.withLock(\.count) }

    /// Leaves a message; from any thread.
    package func post(_ message: Message) {
        messages.withLock { $0.append(message) }
        bell.ring()
    }

    /// Takes everything there is, in order.
    package func drain() -> [Message] {
        bell.takeRings()
        return messages.withLock { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
    }
}
