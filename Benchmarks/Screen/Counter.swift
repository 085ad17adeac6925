import Synchronization

/// A number that one thread adds to and another reads.
final class Counter: Sendable {
    private let number = Atomic(0)
    private let ending = Atomic(false)

    var value: Int { number.load(ordering: .acquiring) }

    func add(_ count: Int) { number.add(count, ordering: .releasing) }

    /// Whether nobody reads it any more.
    var isDone: Bool {
        get { ending.load(ordering: .relaxed) }
        set { ending.store(newValue, ordering: .relaxed) }
    }
}
