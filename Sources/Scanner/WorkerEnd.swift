import CProcess
import Glibc
import Reception

/// What ends a worker: SIGTERM, SIGINT or SIGHUP, a closed output, or the end of the program that started it.
///
/// The parent's end is found by looking, not by the kernel's parent-death signal: that one comes when the *thread*
/// that started the worker ends, which in a program with a thread pool is any time. A kiosk asks for it by itself.
package struct WorkerEnd: Sendable {
    private let signals: Int32
    private let descriptor: Int32
    private let parent = getppid()

    /// What a wait gave.
    struct Wake {
        /// How a watched device is.
        enum Device {
            case quiet
            case readable
            /// It has an error: the device is gone.
            case broken
        }

        /// The worker is to end.
        var isEnd = false
        var device = Device.quiet
    }

    /// Blocks the signals. To be made before the first thread.
    /// - Throws: ``WorkerEndError``.
    package init(output: LineOutput) throws(WorkerEndError) {
        signals = uk_process_stop_descriptor()
        guard signals >= 0 else { throw WorkerEndError(errno: errno) }
        descriptor = output.descriptor
    }

    /// The output, for which nobody waits any more once a signal has come.
    package var output: LineOutput { LineOutput(descriptor: descriptor, stop: signals) }

    /// Waits until the end, until `device` or one of `others` is ready or for `timeout`, whichever comes first.
    func wait(for device: Int32?, or others: [Int32], atMost timeout: Duration) -> Wake {
        var entries = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            // No events asked for: a pipe without a reader tells by POLLERR.
            pollfd(fd: descriptor, events: 0, revents: 0),
            pollfd(fd: device ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        entries += others.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // One more than the whole milliseconds, so that what is due is due when this returns.
        let milliseconds = max(0, min(timeout.wholeMilliseconds + 1, 60_000))
        guard poll(&entries, nfds_t(entries.count), Int32(milliseconds)) >= 0 else { return Wake() }
        var wake = Wake(isEnd: entries[0].revents != 0 || entries[1].revents != 0 || getppid() != parent)
        switch entries[2].revents {
        case 0: wake.device = .quiet
        case Int16(POLLIN): wake.device = .readable
        default: wake.device = .broken
        }
        return wake
    }
}

/// Why a worker could not be prepared.
package struct WorkerEndError: Error, CustomStringConvertible {
    var errno: Int32

    package var description: String {
        "The worker cannot give up its rights (\(String(cString: strerror(errno)))); run it under a Linux kernel ≥ 3.5."
    }
}
