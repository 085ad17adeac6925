import CProcess
import Foundation

/// What the program gives up before it opens the first file.
enum Lockdown {
    /// Variables that say where things are and what the terminal can do, which systemd and the program's own files need.
    /// Everything else, secrets of whoever started it among them, is neither kept nor handed on.
    static let environment = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_*", "TZ", "TZDIR", "TMPDIR", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
        "TERM", "TERMINFO", "TERMINFO_DIRS", "NCURSES_*", "NO_COLOR", "LINES", "COLUMNS", "PULSE_SERVER",
        "CUPS_SERVER", "PRINTER", "LPDEST", "SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy",
        "HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "NOTIFY_SOCKET", "WATCHDOG_USEC",
        "WATCHDOG_PID", "JOURNAL_STREAM", "CREDENTIALS_DIRECTORY", "STATE_DIRECTORY",
    ]

    /// To be called before the first thread is started.
    static func begin() {
        // A kernel that refuses leaves the limit, which is what the service's unit sets as well.
        _ = uk_process_forbid_dumps()
        let names = environment.map { strdup($0) }
        defer { names.forEach { free($0) } }
        var list = names.map { $0.map { UnsafePointer($0) } } + [nil]
        uk_process_keep_environment(&list)
    }

    /// Replaces the process by its own program, with the same arguments: nothing of the old one stays open.
    ///
    /// - Throws: ``Outcome/Failed`` when the system refuses; returns in no other way.
    static func startAnew() throws {
        let link = "/proc/self/exe"
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? link
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        // A program that was replaced meanwhile is no longer at its path.
        let found = FileManager.default.isExecutableFile(atPath: path) ? path : link
        let error = uk_process_start_anew(found, &arguments)
        throw Outcome.Failed(
            description: "The program could not start itself anew: \(String(cString: strerror(error))); start it again."
        )
    }
}
