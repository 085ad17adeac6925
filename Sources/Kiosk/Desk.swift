import Reception
import Synchronization

/// The thread that decides and records, so that a slow disk never holds the screen. In order of presentation.
package final class Desk: Sendable {
    package enum Work: Hashable, Sendable {
        case admit(Presentation)
        case record(Action)

        /// The desk's part of what the model wants done; `nil` for what is none of its work.
        package init?(_ effect: Effect) {
            switch effect {
            case .admit(let presentation): self = .admit(presentation)
            case .record(let action): self = .record(action)
            case .search, .hook, .sound, .staff, .enrol: return nil
            }
        }
    }

    private let register: any Register
    private let clock: KioskClock
    private let tell: @Sendable (Message) -> Void
    private let recorded: @Sendable () -> Void
    private let queue = Mutex<[Work]>([])

    /// - Parameter recorded: called when something new is in the outbox.
    package init(
        register: any Register, clock: KioskClock, tell: @escaping @Sendable (Message) -> Void,
        recorded: @escaping @Sendable () -> Void
    ) {
        self.register = register
        self.clock = clock
        self.tell = tell
        self.recorded = recorded
    }

    /// Leaves work; the lane that runs ``step()`` is to be woken.
    package func take(_ work: Work) {
        queue.withLock { $0.append(work) }
    }

    /// How much work waits; a reader that gets ahead can slow down by it.
    package var backlog: Int { queue.withLock(\.count) }

    /// Does one piece of work, so that the end of the program waits for no more than that.
    package func step() -> Lane.Pause {
        guard let work = queue.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return .upTo(.seconds(3600)) }
        do throws(StorageFailure) {
            tell(try perform(work))
            recorded()
        } catch {
            tell(.notRecorded(error))
        }
        return .upTo(.zero)
    }

    private func perform(_ work: Work) throws(StorageFailure) -> Message {
        switch work {
        case .admit(let presentation):
            .admitted(presentation, try register.admit(presentation, at: clock.moment))
        case .record(let action):
            .recorded(action, try register.record(action, at: clock.moment))
        }
    }
}
