import Kiosk
import Reception
import Synchronization
import Testing

/// Searches beside the desk.
@Suite struct FinderTests {
    /// A book that knows one host, or fails.
    private struct Book: Register {
        var failure: StorageFailure?

        func search(_ text: String) throws(StorageFailure) -> [HostMatch] {
            if let failure { throw failure }
            return [Story.sato]
        }

        func admit(_ presentation: Presentation, at moment: Moment) throws(StorageFailure) -> Admission {
            throw StorageFailure(reason: .other, description: "It admits nobody.")
        }

        func record(_ action: Action, at moment: Moment) throws(StorageFailure) -> Event {
            throw StorageFailure(reason: .other, description: "It records nothing.")
        }

        func preview(_ presentation: Presentation, at moment: Moment) throws(StorageFailure) -> Verdict { .garbled }
    }

    private final class Told: Sendable {
        private let messages = Mutex<[Message]>([])
        var all: [Message] { messages.withLock { $0 } }
        func take(_ message: Message) { messages.withLock { $0.append(message) } }
    }

    @Test func `a search is none of the desk's work, so that no admission waits for one`() {
        #expect(Desk.Work(.search("sa")) == nil)
    }

    @Test func `of what was asked while another search went on only the newest is looked for`() {
        let told = Told()
        let finder = Finder(register: Book()) { told.take($0) }
        for text in ["sa", "sat", "sato"] { finder.look(for: text) }
        #expect(finder.step() == .upTo(.zero) && finder.step() != .upTo(.zero))
        #expect(told.all == [.found("sato", [Story.sato])])
    }

    @Test func `whoever waits for a search that fails is not left waiting`() {
        let told = Told()
        let failure = StorageFailure(reason: .damaged, description: "It is damaged.")
        let finder = Finder(register: Book(failure: failure)) { told.take($0) }
        finder.look(for: "sa")
        _ = finder.step()
        #expect(told.all == [.storageTrouble(failure), .found("sa", [])])
    }
}
