import Foundation
package import Reception
import Synchronization

/// One plain thread that does one thing over and over: a stuck lane never blocks another (DESIGN §5).
package final class Lane: Sendable {
    /// What a lane does after a step.
    package enum Pause: Hashable, Sendable {
        /// Goes on when the time is over or somebody rings.
        case upTo(Duration)
        /// Goes on when the time is over, whoever rings: the cloud asked for that wait.
        case exactly(Duration)
    }

    private let name: String
    private let bell: Bell
    private let isStopped = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)
    private let hasStarted = Mutex(false)
    private let uptime: @Sendable () -> Duration
    /// When the step under way began.
    private let stepBegan = Mutex<Duration?>(nil)

    /// - Parameters:
    ///   - name: of the thread, for debuggers; at most 15 bytes count.
    ///   - world: for the time that a step takes.
    /// - Throws: ``StorageFailure`` when the system has no more descriptors.
    package init(name: String, _ world: World = .live) throws(StorageFailure) {
        self.name = name
        uptime = world.uptime
        bell = try Bell()
    }

    /// Starts the thread; after `delay`, `step` is called until ``stop()``.
    package func start(after delay: Duration = .zero, _ step: @escaping @Sendable () -> Pause) {
        hasStarted.withLock { $0 = true }
        let thread = Thread { [self] in
            bell.wait(upTo: delay)
            while !isOver {
                stepBegan.withLock { $0 = uptime() }
                let pause = step()
                stepBegan.withLock { $0 = nil }
                switch pause {
                case .upTo(let time): bell.wait(upTo: time)
                case .exactly(let time): hold(for: time)
                }
            }
            ended.signal()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Ends the pause under way, if it may be ended.
    package func wake() { bell.ring() }

    /// Ends the thread after the step under way, and waits for that, three seconds at the most: what a lane does is whole
    /// or not done at any moment, and the end of the program must not hang on a slow disk.
    package func stop() {
        isStopped.withLock { $0 = true }
        bell.ring()
        if hasStarted.withLock({ $0 }) { _ = ended.wait(timeout: .now() + 3) }
    }

    /// How long the step under way has taken; nothing while the lane rests.
    package func busy(at now: Duration) -> Duration { stepBegan.withLock { $0.map { now - $0 } ?? .zero } }

    private var isOver: Bool { isStopped.withLock { $0 } }

    /// Rings do not shorten this wait, but the end of the program does: it is slept in slices.
    private func hold(for time: Duration) {
        var left = time
        while left > .zero, !isOver {
            let slice = min(left, .milliseconds(250))
            Thread.sleep(forTimeInterval: Double(slice.wholeMilliseconds) / 1000)
            left -= slice
        }
    }
}
