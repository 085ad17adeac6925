import Foundation
import Kiosk
import KioskStorage
import Reception

/// What it costs to decide on a genuine pass and to record the visit: find, verify the signature, decide, insert, commit.
struct EngineAdmissionBenchmark {
    let kiosk: EngineKiosk
    let passes: Int
    let commits: BareCommit

    /// Opening files and preparing statements is not what is measured.
    static let warmUp = 20

    /// Admissions and bare commits in turn, so that the machine's other work falls on both.
    ///
    /// A commit that takes less than ``leastFlush`` has reached a cache and no medium: there the signature alone takes half
    /// as long as the whole commit, and the ratio says nothing about a kiosk. It is shown, and judged by ``flushing``.
    func onDisk(_ tokens: ArraySlice<String>) throws -> Section {
        try section("Admission, \(passes) passes cached", tokens) { $0.median >= EngineAdmissionBenchmark.leastFlush }
    }

    /// The same on a disk that really flushes: each flush takes ``flush`` longer.
    func flushing(_ tokens: ArraySlice<String>, by disk: SlowDisk) throws -> Section {
        try disk.slowed(by: EngineAdmissionBenchmark.flush) {
            try section("The same where each flush takes \(EngineAdmissionBenchmark.flush) ms more", tokens) { _ in true
            }
        }
    }

    /// About what a small board's flash or a drive without a battery needs at the least, in milliseconds.
    private static let flush = 2
    private static let leastFlush = 1.0

    private func section(
        _ title: String, _ tokens: ArraySlice<String>, isJudged: (_ bare: Measure) -> Bool
    ) throws -> Section {
        var bare = Measure()
        let admissions = try measure(tokens, in: nil) { isMeasured in
            if isMeasured { try bare.time { try commits.commit() } } else { try commits.commit() }
        }
        let isJudged = isJudged(bare)
        return Section(
            title: "\(title) (\(admissions.count) runs)",
            baseline: "a commit of one row (WAL, synchronous=FULL, the same file system), in turn with it",
            rows: [
                Row(
                    "median", .milliseconds, admissions.median, against: bare.median,
                    target: isJudged ? .ratio(atMost: 1.3) : nil),
                Row(
                    "99th percentile", .milliseconds, admissions.p99, against: bare.p99,
                    target: isJudged ? .ratio(atMost: 1.5) : nil),
            ])
    }

    /// The same on a copy of the folder in memory, where a commit waits for no disk.
    ///
    /// - Parameter memory: a folder of a file system in memory.
    func inMemory(_ tokens: ArraySlice<String>, memory: String) throws -> Section {
        let scratch = try ScratchFolder(in: memory)
        defer { withExtendedLifetime(scratch) {} }
        let copy = scratch.file("kiosk")
        try FileManager.default.copyItem(atPath: kiosk.folder, toPath: copy)
        let admissions = try measure(tokens, in: copy) { _ in }
        return Section(
            title: "The same without a disk to wait for: the folder in memory (\(admissions.count) runs)",
            baseline: nil,
            rows: [
                Row("median", .milliseconds, admissions.median),
                Row("99th percentile", .milliseconds, admissions.p99, target: .atMost(1)),
            ])
    }

    private func measure(
        _ tokens: ArraySlice<String>, in copy: String?, then after: (_ isMeasured: Bool) throws -> Void
    ) throws -> Measure {
        var admissions = Measure()
        try kiosk.withStore(in: copy) { store, _ in
            let clock = try KioskClock(world: .live, memory: store)
            for (number, token) in tokens.enumerated() {
                let isMeasured = number >= EngineAdmissionBenchmark.warmUp
                if isMeasured {
                    try admissions.time { try EngineAdmissionBenchmark.admit(token, store, clock) }
                } else {
                    try EngineAdmissionBenchmark.admit(token, store, clock)
                }
                try after(isMeasured)
            }
        }
        return admissions
    }

    static func admit(_ token: String, _ store: KioskStore, _ clock: KioskClock) throws {
        let admission = try store.admit(Presentation(text: token, means: .camera), at: clock.moment)
        guard admission.verdict.code == .welcome else {
            throw BenchmarkFailure(
                "A genuine code was answered with \(admission.verdict.code); check this machine's clock.")
        }
    }
}
