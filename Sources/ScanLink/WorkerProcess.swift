import CProcess
import Glibc
import Reception

/// A running worker and the pipe that its lines come from. It must be ended with ``end(grace:world:)``.
struct WorkerProcess {
    /// To be polled for `POLLIN`; does not block.
    let lines: Int32
    private let pid: pid_t

    /// Why a worker could not be started.
    enum StartError: Error, CustomStringConvertible {
        case notFound(String)
        case failed(String, errno: Int32)

        var description: String {
            switch self {
            case .notFound(let name): "\(name) is not installed; check the scanner's command in the configuration"
            case .failed(let name, let code): "\(name) cannot be started (\(String(cString: strerror(code))))"
            }
        }
    }

    /// Starts `command`, no shell involved, with `log` as its stderr.
    /// - Throws: ``StartError``.
    init(command: [String], log: Int32) throws(StartError) {
        let name = command.first ?? ""
        guard let program = ProgramPath.find(name) else { throw .notFound(name) }
        var ends: [Int32] = [-1, -1]
        let piped = uk_process_pipe(&ends)
        guard piped == 0 else { throw .failed(name, errno: piped) }
        var arguments = command.map { strdup($0) } + [nil]
        var pid: pid_t = 0
        let status = program.withCString { program in
            arguments.withUnsafeMutableBufferPointer { arguments in
                var child = uk_child(program: program, arguments: arguments.baseAddress, output: ends[1], errors: log)
                return uk_process_start(&child, &pid)
            }
        }
        arguments.forEach { free($0) }
        close(ends[1])
        guard status == 0 else {
            close(ends[0])
            throw .failed(name, errno: status)
        }
        lines = ends[0]
        self.pid = pid
    }

    /// Whether it has ended by itself.
    var hasEnded: Bool { uk_process_has_ended(pid) }

    /// Asks the worker and all it started to end, kills what is left after `grace`, and gives everything back.
    ///
    /// Returns its exit code, or 128 and the signal that ended it; `nil` when even a kill does not end it within two
    /// seconds, because a driver holds it. The kiosk must not hang on that.
    func end(grace: Duration, world: World) -> Int32? {
        // A worker that waits for its lines to be read is let go.
        close(lines)
        uk_process_signal_group(pid, SIGTERM)
        let deadline = world.uptime() + grace
        while !hasEnded, world.uptime() < deadline { usleep(5_000) }
        // The group outlives its first process: what the worker started goes with it.
        uk_process_signal_group(pid, SIGKILL)
        let status = uk_process_reap(pid, 2_000)
        return status < 0 ? nil : status
    }
}
