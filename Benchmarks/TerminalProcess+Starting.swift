import Foundation
import Glibc

/// A terminal that nobody sits at.
struct PseudoTerminal {
    let master: Int32
    /// The side for programs. While it is open here, the terminal outlives the program.
    let slave: Int32
    /// Where programs open it.
    let path: String

    /// - Parameter isHeld: whether its output is stopped; what is written to it waits.
    /// - Throws: ``BenchmarkFailure`` when the system has none.
    init(isHeld: Bool, rows: Int = 24, columns: Int = 80) throws {
        var ends: (master: Int32, slave: Int32) = (-1, -1)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&ends.master, &ends.slave, nil, nil, &size) == 0, let name = ttyname(ends.slave) else {
            throw BenchmarkFailure("The system gives no pseudo-terminal; check that /dev/pts is mounted.")
        }
        (master, slave) = ends
        path = String(cString: name)
        PseudoTerminal.keepFromChildren([master, slave])
        if isHeld { tcflow(slave, TCOOFF) }
    }

    static func keepFromChildren(_ descriptors: [Int32]) {
        for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }
}

extension TerminalProcess {
    /// From <spawn.h>, which hides it from Swift: the program begins a session before its files are opened.
    private static let setSession: Int16 = 0x80

    static func makePipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else {
            throw BenchmarkFailure("The system gives no pipe: too many open files. Close other programs and retry.")
        }
        PseudoTerminal.keepFromChildren(ends)
        return (ends[0], ends[1])
    }

    /// Starts a program as the leader of a session, whose terminal becomes the first one it opens.
    static func spawn(
        _ arguments: [String], environment added: [String: String], terminal: String, input: Int32?
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, setSession)
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.merging(added) { $1 }.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var pid: pid_t = 0
        guard posix_spawnp(&pid, arguments.first ?? "", &actions, &attributes, words, variables) == 0 else {
            throw BenchmarkFailure("\(arguments.first ?? "") cannot be started; check that it is installed.")
        }
        return pid
    }

    /// This process's own, but for what changes screens.
    private static var environment: [String: String] {
        var variables = ProcessInfo.processInfo.environment
        for name in ["NO_COLOR", "LINES", "COLUMNS"] { variables[name] = nil }
        return variables.merging(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]) { $1 }
    }
}
