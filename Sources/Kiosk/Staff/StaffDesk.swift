import Reception
import Synchronization

/// The thread that reads for the staff console, beside the desk: neither a PIN's hash nor a day's list may hold a
/// visitor up. In the order in which it was asked.
package final class StaffDesk: Sendable {
    private let book: any StaffBook
    private let machine: any StaffMachine
    private let clock: KioskClock
    private let tell: @Sendable (Message) -> Void
    private let recorded: @Sendable () -> Void
    private let queue = Mutex<[StaffWork]>([])

    /// - Parameter recorded: called when something new may be in the outbox.
    package init(
        book: any StaffBook, machine: any StaffMachine, clock: KioskClock, tell: @escaping @Sendable (Message) -> Void,
        recorded: @escaping @Sendable () -> Void
    ) {
        self.book = book
        self.machine = machine
        self.clock = clock
        self.tell = tell
        self.recorded = recorded
    }

    /// Leaves work, unless the same waits already; the lane that runs ``step()`` is to be woken.
    package func take(_ work: StaffWork) {
        queue.withLock { if !$0.contains(work) { $0.append(work) } }
    }

    /// Does one piece of work.
    package func step() -> Lane.Pause {
        guard let work = queue.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return .upTo(.seconds(3600)) }
        do throws(StorageFailure) {
            tell(.staff(try perform(work)))
        } catch {
            tell(.staff(.failed(error)))
        }
        return .upTo(.zero)
    }

    private func perform(_ work: StaffWork) throws(StorageFailure) -> StaffNews {
        switch work {
        case .staff: return .hasStaff(try book.hasStaff())
        case .signIn(let attempt):
            defer { recorded() }
            return .answered(attempt.person, try book.signIn(attempt, at: clock.moment))
        case .visitors: return .visitors(try book.visitors(at: clock.moment))
        case .inside: return .inside(try book.inside(at: clock.moment))
        case .setAside: return .setAside(try book.setAside())
        case .sendAgain(let events):
            defer { recorded() }
            return .sentAgain(try book.sendAgain(events))
        case .exportSetAside: return .exported(try book.exportSetAside())
        case .health: return .health(machine.health())
        case .log: return .log(try machine.recentLog())
        case .print(let job): return .page(try machine.print(job))
        case .forgetPage:
            machine.forgetPage()
            return .done
        case .keep(let choices):
            try machine.keep(choices)
            return .done
        }
    }
}
