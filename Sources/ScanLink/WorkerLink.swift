import Glibc
import Reception

/// What the thread of a ``ScanWorker`` does, from start to stop.
struct WorkerLink: Sendable {
    var command: [String]
    var log: Int32
    /// Readable or closed at its other end when the worker is to be stopped. Closed by ``run()``.
    var wake: Int32
    var world: World
    var timing: ScanTiming
    var receive: @Sendable (ScanReport) -> Void

    /// Why a worker is no longer read.
    private enum Ending {
        case stopped
        case ended
        case silent
    }

    /// Runs workers, one after the other, until it is told to stop.
    func run() {
        defer { close(wake) }
        var state = WorkerState(receive: receive)
        var delay = timing.firstDelay
        while true {
            let startedAt = world.uptime()
            state.start()
            guard let reason = runOnce(&state) else { return }
            state.change(to: .lost)
            if world.uptime() - startedAt >= timing.longestDelay { delay = timing.firstDelay }
            note("\(reason); it is started again in \(delay.wholeMilliseconds) ms")
            if isStopped(within: delay) { return }
            delay = min(delay * 2, timing.longestDelay)
        }
    }

    /// Runs one worker to its end, and says why it ended; `nil` when it was told to stop.
    private func runOnce(_ state: inout WorkerState) -> String? {
        let worker: WorkerProcess
        do {
            worker = try WorkerProcess(command: command, log: log)
        } catch {
            return "\(error)"
        }
        let ending = follow(worker, &state)
        let status = worker.end(grace: timing.grace, world: world)
        switch ending {
        case .stopped: return nil
        case .ended:
            return status.map { "the scan worker ended with status \($0)" } ?? "the scan worker cannot be ended"
        case .silent: return "the scan worker had fallen silent and was ended"
        }
    }

    private func follow(_ worker: WorkerProcess, _ state: inout WorkerState) -> Ending {
        var lines = LineBuffer()
        let startedAt = world.uptime()
        var lastLine: Duration?
        while true {
            var entries = [
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
                pollfd(fd: worker.lines, events: Int16(POLLIN), revents: 0),
            ]
            poll(&entries, nfds_t(entries.count), tick)
            if entries[0].revents != 0 { return .stopped }
            let now = world.uptime()
            if entries[1].revents != 0 {
                guard let bytes = read(worker.lines) else { return .ended }
                for text in lines.take(bytes) {
                    // The receiver may have held each of these up for a while.
                    if isStopped(within: .zero) { return .stopped }
                    state.take(text)
                }
                lastLine = world.uptime()
            } else if worker.hasEnded {
                // Something that it started still holds the pipe.
                return .ended
            }
            if state.hasHeartbeat, now - (lastLine ?? startedAt) >= timing.silence { return .silent }
            if now - startedAt >= timing.settling { state.settle() }
        }
    }

    /// A part of the shortest wait, in milliseconds.
    private var tick: Int32 {
        Int32(clamping: max(1, min(min(timing.silence, timing.settling).wholeMilliseconds / 4, 500)))
    }

    /// What has come; `nil` at the end.
    private func read(_ descriptor: Int32) -> [UInt8]? {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            let result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            failure = result < 0 ? errno : 0
            count = max(result, 0)
        }
        if failure == EAGAIN || failure == EINTR { return [] }
        return bytes.isEmpty ? nil : bytes
    }

    private func isStopped(within delay: Duration) -> Bool {
        let until = world.uptime() + delay
        while true {
            let left = until - world.uptime()
            var entry = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
            // One more than the whole milliseconds, so that what is left is over when this returns.
            if poll(&entry, 1, left > .zero ? Int32(clamping: left.wholeMilliseconds + 1) : 0) > 0 { return true }
            guard left > .zero else { return false }
        }
    }

    private func note(_ sentence: String) {
        let line = Array("scan worker: \(sentence)\n".utf8)
        _ = line.withUnsafeBytes { Glibc.write(log, $0.baseAddress, $0.count) }
    }
}
