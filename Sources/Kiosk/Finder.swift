import Reception
import Synchronization

/// The thread that looks for hosts, beside the desk: the first search opens everybody's record, and nobody who shows a
/// code waits for that.
package final class Finder: Sendable {
    private let register: any Register
    private let tell: @Sendable (Message) -> Void
    private let asked = Mutex<String?>(nil)

    package init(register: any Register, tell: @escaping @Sendable (Message) -> Void) {
        self.register = register
        self.tell = tell
    }

    /// Leaves a search in the place of one that has not begun; the lane that runs ``step()`` is to be woken.
    package func look(for text: String) { asked.withLock { $0 = text } }

    /// Does the newest search, if there is one.
    package func step() -> Lane.Pause {
        guard let text = asked.withLock({ $0.take() }) else { return .upTo(.seconds(3600)) }
        do throws(StorageFailure) {
            tell(.found(text, try register.search(text)))
        } catch {
            tell(.storageTrouble(error))
            // Whoever waits for names is offered another way.
            tell(.found(text, []))
        }
        return .upTo(.zero)
    }
}
