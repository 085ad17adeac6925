import Kiosk
import KioskStorage
import Reception

/// What it costs to decide on a genuine pass and to record the visit, beside a bare commit.
struct AdmissionBenchmark {
    let kiosk: KioskFolder
    let commits: BareCommit
    let runs: Int

    /// Opening a file and preparing statements is not what is measured.
    private static let warmUp = 10

    /// Admissions and bare commits in turn, so that the machine's other work falls on both.
    func section() throws -> Section {
        var admissions = Measure()
        var bare = Measure()
        let tokens = try (0..<runs + AdmissionBenchmark.warmUp).map { try kiosk.token(pass($0)) }
        try kiosk.withStore { store in
            let clock = try KioskClock(world: .live, memory: store)
            for (number, token) in tokens.enumerated() {
                guard number >= AdmissionBenchmark.warmUp else {
                    try admit(token, store, clock)
                    try commits.commit()
                    continue
                }
                try admissions.time { try admit(token, store, clock) }
                try bare.time { try commits.commit() }
            }
        }
        return Section(
            title: "Admission of a genuine code, \(kiosk.passes) passes cached (\(runs) runs)",
            baseline: "a commit of one row (WAL, synchronous=FULL, the same file system), in turn with it",
            rows: [
                Row("median", .milliseconds, admissions.median, against: bare.median),
                Row("99th percentile", .milliseconds, admissions.p99, against: bare.p99),
            ])
    }

    private func admit(_ token: String, _ store: KioskStore, _ clock: KioskClock) throws {
        let admission = try store.admit(Presentation(text: token, means: .camera), at: clock.moment)
        guard admission.verdict.code == .welcome else {
            throw BenchmarkFailure(
                "A genuine code was answered with \(admission.verdict.code); check this machine's clock.")
        }
    }

    /// Odd identities all over the cache; the even ones are for scans.
    private func pass(_ number: Int) -> UInt64 {
        UInt64(1 + 2 * (number * (kiosk.passes / 2) / (runs + AdmissionBenchmark.warmUp)))
    }
}
