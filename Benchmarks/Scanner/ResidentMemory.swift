import Foundation

/// The memory that a process has now.
struct ResidentMemory {
    let pid: pid_t
    /// What the process calls itself.
    let name: String
    let mebibytes: Double

    /// - Throws: ``BenchmarkFailure`` when the process has ended.
    init(of pid: pid_t = getpid()) throws {
        let fields = ResidentMemory.text("/proc/\(pid)/statm").split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else {
            throw BenchmarkFailure("Process \(pid) ended while it was watched; run it by hand to see what it says.")
        }
        self.pid = pid
        name = ResidentMemory.text("/proc/\(pid)/comm").trimmingCharacters(in: .newlines)
        mebibytes = Double(pages * Int(sysconf(Int32(_SC_PAGESIZE)))) / 1_048_576
    }

    /// Of a process and all that descend from it, the eldest first. Those that end meanwhile are left out.
    ///
    /// - Throws: ``BenchmarkFailure`` when the process has ended.
    static func ofFamily(_ pid: pid_t) throws -> [ResidentMemory] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        let children = threads.flatMap { thread in
            text("/proc/\(pid)/task/\(thread)/children").split(separator: " ").compactMap { pid_t($0) }
        }
        return [try ResidentMemory(of: pid)] + children.flatMap { (try? ofFamily($0)) ?? [] }
    }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
