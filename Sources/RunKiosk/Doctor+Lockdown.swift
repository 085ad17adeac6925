import Foundation
import Kiosk
import KioskStorage

extension Doctor {
    /// What keeps the machine locked and served, read from the running kiosk where there is one, else as this user would
    /// have it.
    var lockdown: [Finding] {
        let status = Self.status(of: running ?? "self")
        return [
            Self.consoleLock(terminal: Self.terminalName, status: status),
            Self.memoryLock(
                status: status, swaps: Self.text("/proc/swaps"), limits: Self.text("/proc/\(running ?? "self")/limits")),
            Self.watchdog(environment: running.flatMap { Self.text("/proc/\($0)/environ") }, isRunning: running != nil),
        ]
    }

    /// The process of the kiosk that runs on the data folder.
    private var running: String? {
        let signature = Self.text(configuration.dataDirectory + "/kiosk.lock")?.trimmingCharacters(in: .newlines)
        guard let pid = signature.flatMap(Int32.init), Self.status(of: String(pid))["Name"] == "uketsuke-kiosk" else {
            return nil
        }
        return String(pid)
    }

    private static var terminalName: String { ttyname(STDIN_FILENO).map { String(cString: $0) } ?? "" }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// `/proc/PID/status`, by its labels.
    private static func status(of process: String) -> [String: String] {
        let lines = (text("/proc/\(process)/status") ?? "").split(separator: "\n")
        return Dictionary(
            lines.compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - The findings

    /// - Parameter terminal: the path of this terminal; empty where there is none.
    static func consoleLock(terminal: String, status: [String: String]) -> Finding {
        // CAP_SYS_TTY_CONFIG
        let mayLock = status["CapEff"].flatMap { UInt64($0, radix: 16) }.map { $0 & 1 << 26 != 0 } ?? false
        if mayLock {
            return Finding(
                grade: .fine, subject: "console", sentence: "Alt-F keys to other consoles are locked while it runs.")
        }
        guard terminal.wholeMatch(of: /\/dev\/tty\d+/) != nil else {
            return Finding(
                grade: .fine, subject: "console", sentence: "This is no virtual console: there is none to change to.")
        }
        return Finding(
            grade: .worth, subject: "console",
            sentence: "Alt-F keys lead to other consoles: give the service CAP_SYS_TTY_CONFIG, as its unit does.")
    }

    /// - Parameters:
    ///   - swaps: `/proc/swaps`.
    ///   - limits: `/proc/PID/limits`.
    static func memoryLock(status: [String: String], swaps: String?, limits: String?) -> Finding {
        let hasSwap = (swaps ?? "").split(separator: "\n").count > 1
        guard hasSwap else {
            return Finding(grade: .fine, subject: "memory", sentence: "There is no swap that keys could get to.")
        }
        let locked = status["VmLck"].flatMap { $0.split(separator: " ").first.flatMap { Int($0) } } ?? 0
        // The soft limit, in bytes, stands after the label.
        let limit = (limits ?? "").firstMatch(of: /Max locked memory\s+(\w+)/).map { String($0.1) } ?? "0"
        let mayLock = limit == "unlimited" || (Int(limit) ?? 0) >= 65_536
        guard locked > 0 || mayLock else {
            return Finding(
                grade: .worth, subject: "memory",
                sentence: "Keys may get to the swap: raise LimitMEMLOCK to 64K or more, or encrypt the swap.")
        }
        return Finding(grade: .fine, subject: "memory", sentence: "The keys are kept out of the swap.")
    }

    /// - Parameter environment: of the running kiosk, where this user may read it.
    static func watchdog(environment: String?, isRunning: Bool) -> Finding {
        guard isRunning else {
            return Finding(
                grade: .worth, subject: "watchdog", sentence: "No kiosk runs on this data folder; nothing to watch.")
        }
        guard let environment, !environment.isEmpty else {
            return Finding(
                grade: .worth, subject: "watchdog",
                sentence: "This user cannot see whether the kiosk is watched; ask as root.")
        }
        let isWatched = environment.split(separator: "\0").contains { $0.hasPrefix("WATCHDOG_USEC=") }
        return isWatched
            ? Finding(grade: .fine, subject: "watchdog", sentence: "systemd starts the kiosk anew when it hangs.")
            : Finding(
                grade: .worth, subject: "watchdog",
                sentence: "Nobody starts the kiosk anew when it hangs: start it by its systemd unit (WatchdogSec).")
    }
}
