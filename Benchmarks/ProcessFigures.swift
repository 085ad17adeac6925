import Foundation
import Glibc

/// What the kernel has counted for a running process.
struct ProcessFigures {
    /// Processor time of all its threads, those that have ended too.
    let processorTime: Duration
    /// How often each of its threads has gone to sleep, by thread ID: each wakeup ends one sleep.
    private let sleeps: [String: Int]
    /// The most memory it ever had (resident set), in MiB.
    let peakMemory: Double

    /// - Throws: ``BenchmarkFailure`` when the process has ended.
    init(of pid: pid_t) throws {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            throw BenchmarkFailure("Process \(pid) ended before it was measured; run it by hand to see what it says.")
        }
        processorTime = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        let kibibytes = ProcessFigures.field("VmHWM", of: "/proc/\(pid)/status") ?? 0
        peakMemory = Double(kibibytes) / 1024
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        sleeps = threads.reduce(into: [:]) {
            $0[$1] = ProcessFigures.field("voluntary_ctxt_switches", of: "/proc/\(pid)/task/\($1)/status")
        }
    }

    /// Wakeups since `earlier`.
    func wakeups(since earlier: ProcessFigures) -> Int {
        sleeps.reduce(0) { $0 + $1.value - (earlier.sleeps[$1.key] ?? 0) }
    }

    private static func field(_ name: String, of path: String) -> Int? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }
}
