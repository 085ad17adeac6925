import Synchronization

/// Counts 0, 1, 2 … from any thread.
final class Turn: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).oldValue }
}
