package import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Runs a program to its end.
package enum Command {
    /// What a program left.
    package struct Result: Sendable {
        /// The exit code; `128 + n` when signal `n` ended it, as shells tell it.
        package var status: Int32
        package var out: String
        package var err: String
    }

    /// Runs `arguments` (the program's path or its name in `PATH` first, no shell in between) and waits for its end.
    ///
    /// Input and outputs are files while it runs, so that no amount of text can block either side.
    ///
    /// - Parameter environment: added to this process's own.
    /// - Throws: when the program cannot be started.
    @discardableResult
    package static func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) throws -> Result {
        let folder = try TemporaryDirectory()
        let files = ["in", "out", "err"].map { URL(fileURLWithPath: folder.file($0)) }
        try input.write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        var variables = ProcessInfo.processInfo.environment
        variables.merge(environment) { $1 }
        let pid = try spawn(arguments, files: files.map(\.path), environment: variables.map { "\($0)=\($1)" })
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return Result(
            status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, out: try text(of: files[1]),
            err: try text(of: files[2]))
    }

    /// Runs `arguments` as ``run(_:input:environment:)`` does, and leaves the caller's thread to others meanwhile: a
    /// program that talks to a server of this process would otherwise wait for a thread that waits for it.
    package static func finish(_ arguments: [String]) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Swift.Result { try run(arguments) })
            }
        }
    }

    /// Starts `arguments` and leaves the program running, what it prints appended to the file `log`.
    ///
    /// - Returns: the process's ID, for ``end(_:by:)``.
    package static func start(_ arguments: [String], log: String) throws -> pid_t {
        let variables = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
        return try spawn(arguments, files: ["/dev/null", log, log], environment: variables)
    }

    /// Sends a program that ``start(_:log:)`` began a signal, and waits for its end.
    package static func end(_ pid: pid_t, by signal: Int32) {
        kill(pid, signal)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }

    /// Foundation's `Process` would also wait for every daemon that the program leaves behind.
    private static func spawn(_ arguments: [String], files: [String], environment: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, file) in files.enumerated() {
            let mode = descriptor == 0 ? O_RDONLY : O_WRONLY | O_APPEND
            posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file, mode, 0)
        }
        keepDescriptorsFromChildren()
        // A worker thread of the tests blocks signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let error = posix_spawnp(&pid, arguments.first ?? "", &actions, &attributes, words, variables)
        guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .ENOENT) }
        return pid
    }

    /// Another test's pipe must not stay open because a program of this one has its end too; Foundation's pipes are
    /// handed down to every child.
    private static func keepDescriptorsFromChildren() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    /// The path of one of this package's programs: they are built beside the tests.
    package static func built(_ name: String) -> String {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }.map { URL(fileURLWithPath: $0) }
        return (bundle ?? tests).deletingLastPathComponent().appendingPathComponent(name).path
    }

    private static func text(of file: URL) throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
