import CProcess
import Foundation
import Glibc
package import Reception
import Synchronization

/// The kiosk's end of a scan worker: starts the program, hands on what it says, and starts it again when it ends or
/// falls silent.
///
/// A program speaks the lines of ``ScanLine`` if its first line is a heartbeat or tells how the camera is; otherwise
/// each line is a code as it stands. Works on a thread of its own, because the kernel kills a worker with the thread
/// that started it.
package final class ScanWorker: Sendable {
    private enum Phase {
        case idle
        case running(wake: Int32, done: DispatchSemaphore)
        case stopped
    }

    private let command: [String]
    private let logDescriptor: Int32
    private let world: World
    private let timing: ScanTiming
    private let receive: @Sendable (ScanReport) -> Void
    private let phase = Mutex(Phase.idle)

    /// A worker that is not started yet.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments; no shell is involved. A name without a slash is looked for beside
    ///     the running program, then in `PATH`.
    ///   - logDescriptor: The worker's stderr, and where its ends are noted; stays the caller's and open.
    ///   - world: Measures the waits.
    ///   - timing: How long they are.
    ///   - receive: Called on the worker's thread, in order; must not call ``stop()``. While it blocks, nothing is
    ///     read, so that the worker waits in its turn; ``stop()`` waits for it.
    package init(
        command: [String], logDescriptor: Int32, world: World, timing: ScanTiming = ScanTiming(),
        receive: @escaping @Sendable (ScanReport) -> Void
    ) {
        self.command = command
        self.logDescriptor = logDescriptor
        self.world = world
        self.timing = timing
        self.receive = receive
    }

    deinit {
        stop()
    }

    /// Starts it; does nothing when it was started before.
    package func start() {
        let isDone = phase.withLock { phase in
            guard case .idle = phase else { return true }
            var ends: [Int32] = [-1, -1]
            guard uk_process_pipe(&ends) == 0 else { return false }
            let done = DispatchSemaphore(value: 0)
            let link = WorkerLink(
                command: command, log: logDescriptor, wake: ends[0], world: world, timing: timing, receive: receive)
            let thread = Thread {
                link.run()
                done.signal()
            }
            thread.name = "scan worker"
            phase = .running(wake: ends[1], done: done)
            thread.start()
            return true
        }
        if !isDone { receive(.state(.lost)) }
    }

    /// Ends the worker and all it started; nothing is received after that.
    ///
    /// Takes as long as a `receive` that is under way, then up to the grace time, and two seconds more only for a
    /// worker that cannot be killed, which is left behind.
    package func stop() {
        let running = phase.withLock { phase -> (wake: Int32, done: DispatchSemaphore)? in
            defer { phase = .stopped }
            guard case .running(let wake, let done) = phase else { return nil }
            return (wake, done)
        }
        guard let running else { return }
        // The other end sees the end of the file.
        close(running.wake)
        running.done.wait()
    }
}
