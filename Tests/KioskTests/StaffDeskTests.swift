import Foundation
import Kiosk
import Reception
import Synchronization
import Testing

/// What is read for the staff console, beside the desk.
@Suite struct StaffDeskTests {
    private final class Told: Sendable {
        private let state = Mutex((messages: [Message](), recorded: 0))
        var all: [Message] { state.withLock { $0.messages } }
        var recorded: Int { state.withLock { $0.recorded } }
        func take(_ message: Message) { state.withLock { $0.messages.append(message) } }
        func note() { state.withLock { $0.recorded += 1 } }
    }

    private func desk(_ book: Book, _ told: Told) throws -> StaffDesk {
        StaffDesk(
            book: book, machine: Book(), clock: try KioskClock(world: .live, memory: Book()), tell: { told.take($0) },
            recorded: { told.note() })
    }

    @Test func `nothing of the console's is the desk's work, so that no admission waits for a PIN`() {
        #expect(Desk.Work(.staff(.visitors)) == nil)
    }

    @Test func `a list that is asked for twice is read once`() throws {
        let told = Told()
        let desk = try desk(Book(), told)
        desk.take(.visitors)
        desk.take(.visitors)
        #expect(desk.step() == .upTo(.zero) && desk.step() != .upTo(.zero))
        #expect(told.all == [.staff(.visitors(Story.visitors))])
        #expect(told.recorded == 0)
    }

    @Test func `a try to sign in is an event, and is sent`() throws {
        let told = Told()
        let desk = try desk(Book(), told)
        desk.take(.signIn(SignInAttempt(person: .number("7"), pin: "246810")))
        _ = desk.step()
        #expect(told.all == [.staff(.answered(.number("7"), .signedIn(Story.clerk)))])
        #expect(told.recorded == 1)
    }

    @Test func `what cannot be read is said, and the next is read all the same`() throws {
        let told = Told()
        let failure = StorageFailure(reason: .damaged, description: "It is damaged.")
        let desk = try desk(Book(failure: failure), told)
        desk.take(.visitors)
        desk.take(.staff)
        _ = (desk.step(), desk.step())
        #expect(told.all == [.staff(.failed(failure)), .staff(.hasStaff(true))])
    }
}

/// A book and a machine that know little, or fail.
private struct Book: StaffBook, StaffMachine, ClockMemory {
    var failure: StorageFailure?

    func signIn(_ attempt: SignInAttempt, at moment: Moment) throws(StorageFailure) -> SignInAnswer {
        .signedIn(Story.clerk)
    }

    func hasStaff() throws(StorageFailure) -> Bool { true }

    func visitors(at moment: Moment) throws(StorageFailure) -> VisitorList {
        if let failure { throw failure }
        return Story.visitors
    }

    func inside(at moment: Moment) throws(StorageFailure) -> [VisitorRow] { [] }
    func setAside() throws(StorageFailure) -> [SetAsideRow] { [] }
    func sendAgain(_ events: [UUID]) throws(StorageFailure) -> Int { 0 }
    func exportSetAside() throws(StorageFailure) -> String { "" }

    func health() -> MachineHealth {
        MachineHealth(disk: .unknown, clockOffset: .zero, damagedOutboxes: 0, program: "test")
    }
    func recentLog() throws(StorageFailure) -> [LogEntry] { [] }
    func print(_ job: PrintJob) throws(StorageFailure) -> PrintOutcome {
        throw StorageFailure(reason: .other, description: "It prints nothing.")
    }
    func forgetPage() {}
    func keep(_ choices: ConsoleChoices) throws(StorageFailure) {}

    func clock() -> ClockState? { nil }
    func keep(_ clock: ClockState) {}
}
