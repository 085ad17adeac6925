import Foundation
import KioskStorage
import Reception
import TestSupport

/// What the first full sync of a new kiosk takes, beside fetching the same bytes and throwing them away.
struct FirstSyncBenchmark {
    let kiosk: EngineKiosk
    let passes: Int
    let place: (url: String, authority: String)

    /// Milliseconds that the sync may take, where that was promised.
    var longest: Double?

    func section() throws -> Section {
        Progress.tell("Fetching \(passes) passes")
        let bare = try fetch()
        let sync = try kiosk.sync()
        let bytes = try kiosk.cacheBytes()
        return Section(
            title: "First sync of \(passes) passes, by uketsuke-kiosk sync",
            baseline: "the same snapshot fetched by curl and thrown away",
            rows: [
                Row(
                    "time", .milliseconds, sync.time.inMilliseconds, against: bare.inMilliseconds,
                    target: longest.map { .atMost($0) }),
                Row("peak memory", .mebibytes, sync.peakMemory, target: .atMost(120_000_000 / 1_048_576)),
                Row("cache file, bytes a pass", .count, Double(bytes) / Double(passes), target: .atMost(400)),
            ])
    }

    /// The credential goes by a file, since others can read a command line.
    private func fetch() throws -> Duration {
        let header = kiosk.configuration + ".header"
        let credential = try kiosk.withStore { _, enrolment in enrolment.credential }
        try Data("Authorization: Bearer \(credential)\n".utf8).write(to: URL(fileURLWithPath: header))
        let start = World.live.uptime()
        let result = try Command.run([
            "curl", "--silent", "--show-error", "--fail", "--compressed", "--cacert", place.authority, "--header",
            "@\(header)", "--output", "/dev/null", place.url + "/v1/kiosk/snapshot",
        ])
        guard result.status == 0 else { throw BenchmarkFailure("The snapshot cannot be fetched: \(result.err)") }
        return World.live.uptime() - start
    }
}
