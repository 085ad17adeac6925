import Foundation
import Kiosk
import Reception

/// The kiosk's log: JSON lines with a time, a level, an event and a few facts, never personal data.
///
/// Libraries' own chatter on descriptor 2 is led into the same file while the screen is open. It is turned over by its
/// size: what it holds is copied to `kiosk.log.1` (the one before to `.2` …) and it is cut to nothing in its place, since
/// the worker and libraries have it open as well.
final class LogFile: Sendable {
    /// How much a line matters; the raw value is syslog's priority.
    enum Level: Int, Comparable, Sendable {
        case error = 3
        case warning = 4
        case info = 6

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        var name: String {
            switch self {
            case .error: "error"
            case .warning: "warning"
            case .info: "info"
            }
        }
    }

    /// Where lines go and how many of them.
    struct Settings: Equatable, Sendable {
        /// Lines that matter less are left out.
        var level = Level.info
        /// The file is turned over when it has so many megabytes (10⁶ bytes).
        var megabytes = 5
        /// How many former files are kept.
        var copies = 3
        /// To standard error, with a priority before each line, for systemd's journal, instead of the file.
        var isForJournal = false
    }

    /// Open for appending as long as the value lives.
    let descriptor: Int32
    private let path: String
    private let settings: Settings
    private let turning = NSLock()

    /// - Throws: ``StorageFailure`` when the file cannot be written.
    init(path: String, _ settings: Settings = Settings()) throws(StorageFailure) {
        self.path = path
        var settings = settings
        // Lines on a terminal would tear the screen.
        settings.isForJournal = settings.isForJournal && isatty(STDERR_FILENO) == 0
        self.settings = settings
        descriptor =
            settings.isForJournal
            ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
            : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure(
                reason: .other, description: "The log \(path) cannot be written; check the folder and the disk.")
        }
    }

    deinit { close(descriptor) }

    /// Writes one line. A log that fails is no reason to turn a visitor away.
    func write(_ event: String, _ facts: [String: String], _ level: Level? = nil) {
        let level = level ?? (facts["failure"] == nil ? .info : .warning)
        guard level <= settings.level else { return }
        let line = facts.merging(["event": event, "level": level.name, "time": World.live.now().rfc3339]) { $1 }
        guard var bytes = try? Wire.encode(line) else { return }
        if settings.isForJournal { bytes.insert(contentsOf: Data("<\(level.rawValue)>".utf8), at: bytes.startIndex) }
        bytes.append(10)
        bytes.withUnsafeBytes { _ = Foundation.write(descriptor, $0.baseAddress, $0.count) }
        if !settings.isForJournal { turnOver() }
    }

    // MARK: - Turning over

    private func turnOver() {
        turning.lock()
        defer { turning.unlock() }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size >= 1_000_000 * settings.megabytes
        else { return }
        let files = FileManager.default
        for number in stride(from: settings.copies, to: 0, by: -1) {
            let target = "\(path).\(number)"
            if number == 1 {
                try? files.removeItem(atPath: target)
                // A disk without room keeps no copy; the log must not fill it either.
                try? files.copyItem(atPath: path, toPath: target)
                chmod(target, 0o600)
            } else {
                rename("\(path).\(number - 1)", target)
            }
        }
        ftruncate(descriptor, 0)
    }
}
