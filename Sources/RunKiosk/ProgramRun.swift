import CProcess
import Foundation
import Reception
import ScanLink

/// A program beside the kiosk while it deals with one thing.
///
/// It is told on standard input, in a file that is only in memory, so that it may read late, in part or not at
/// all without anybody waiting for it; nowhere to print to, because what it prints may hold names; no file of ours; and
/// of the environment only what says where things are.
struct ProgramRun {
    private let pid: pid_t

    /// Why it could not be started; never what it was to be told.
    struct StartError: Error, CustomStringConvertible {
        var description: String
    }

    /// Starts `command`, no shell involved, and returns at once. It must be ended with ``wait(upTo:unless:world:)``.
    init(_ command: [String], input: Data) throws(StartError) {
        let name = command.first ?? ""
        guard let program = ProgramPath.find(name) else {
            throw StartError(description: "the program is not installed or may not be run")
        }
        var file: Int32 = -1
        let kept = input.withUnsafeBytes { uk_process_memory_file($0.baseAddress, $0.count, &file) }
        guard kept == 0 else { throw StartError(description: String(cString: strerror(kept))) }
        defer { close(file) }
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard nothing >= 0 else { throw StartError(description: String(cString: strerror(errno))) }
        defer { close(nothing) }
        var pid: pid_t = 0
        let status = ProgramRun.withWords(command) { arguments in
            ProgramRun.withWords(ProgramRun.environment) { environment in
                program.withCString { program in
                    var child = uk_child(program: program, arguments: arguments, output: nothing, errors: nothing)
                    var setting = uk_setting(input: file, environment: environment)
                    return uk_process_start_with(&child, &setting, &pid)
                }
            }
        }
        guard status == 0 else { throw StartError(description: String(cString: strerror(status))) }
        self.pid = pid
    }

    /// Waits for its end, then ends whatever it has started that is still there; kills it when the time is over, or as
    /// soon as `isOver` says so.
    ///
    /// - Returns: its exit code, 128 and the signal that ended it, or `nil` when it was killed.
    func wait(upTo limit: Duration, unless isOver: () -> Bool, world: World) -> Int32? {
        let deadline = world.uptime() + limit
        while !uk_process_has_ended(pid), world.uptime() < deadline, !isOver() { usleep(10_000) }
        let wasInTime = uk_process_has_ended(pid)
        // The group outlives its first process.
        uk_process_signal_group(pid, SIGKILL)
        let status = uk_process_reap(pid, 2000)
        return wasInTime ? status : nil
    }

    /// What a program needs to find its files, its printer and its sound server.
    private static let inherited = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR",
        "PULSE_SERVER", "CUPS_SERVER", "PRINTER", "LPDEST",
    ]

    private static var environment: [String] {
        let ours = ProcessInfo.processInfo.environment
        return inherited.compactMap { name in ours[name].map { "\(name)=\($0)" } }
    }

    /// Words as C has them, for as long as `body` runs.
    private static func withWords<Value>(
        _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Value
    ) -> Value {
        var copies = words.map { strdup($0) } + [nil]
        defer { copies.forEach { free($0) } }
        return copies.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }
}
