import Foundation

/// The processes of a running worker.
enum WorkerFamily {
    /// All that `pid` has started, and what those have started.
    static func descendants(of pid: Int32) -> [Int32] {
        // Of every thread, each of which has its own children.
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        let children = threads.flatMap { thread in
            let text = try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }
        return children.flatMap { [$0] + descendants(of: $0) }
    }

    /// The one that reads pictures now; `nil` while there is none.
    static func reader(of pid: Int32) -> Int32? {
        descendants(of: pid).first { status(of: $0, "Name") == "uketsuke-reader" && isAlive($0) }
    }

    /// The reader once it is confined, another one than `former`.
    static func confinedReader(of pid: Int32, after former: Int32? = nil) -> Int32? {
        var found: Int32?
        _ = eventually(within: .seconds(10)) {
            guard let reader = reader(of: pid), reader != former, status(of: reader, "Seccomp") == "2",
                limit(of: reader, "Max open files") == "8"
            else { return false }
            found = reader
            return true
        }
        return found
    }

    /// A value of `/proc/PID/status`.
    static func status(of pid: Int32, _ name: String) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    /// The hard limit of `/proc/PID/limits`.
    static func limit(of pid: Int32, _ name: String) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.map { $0.dropFirst(name.count).split(separator: " ").map(String.init) }?.dropFirst().first
    }
}
