import Foundation
import Kiosk
import KioskStorage
import Reception
import TestSupport
import Testing

@testable import RunKiosk

/// The figures for Prometheus, in a file and at a port.
@Suite struct MetricsTests {
    private static func metrics(_ folder: TemporaryDirectory, port: Int = 0) throws -> Metrics? {
        var configuration = Configuration(dataDirectory: folder.file("data"))
        configuration.metricsFile = folder.file("kiosk.prom")
        configuration.metricsPort = port
        let premises = try Premises.open(configuration, as: .owner)
        try premises.note(StaffAct(.configured))
        return Metrics(premises, log: try LogFile(path: folder.file("log"))) { .ready }
    }

    @Test func `the file has every figure that is known, with its type, and is for everybody to read`() throws {
        let folder = try TemporaryDirectory()
        let metrics = try #require(try Self.metrics(folder))
        #expect(metrics.step() == .upTo(Metrics.interval))
        let text = try String(contentsOfFile: folder.file("kiosk.prom"), encoding: .utf8)
        #expect(text.contains("uketsuke_kiosk_events_waiting 1\n") && text.contains("uketsuke_kiosk_scanner_ready 1\n"))
        #expect(!text.contains("cache_age_seconds"), "what is not known is left out")
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: /uketsuke_kiosk_[a-z_]+ -?\d+/) != nil, "\(line)")
        }
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("kiosk.prom"))[.posixPermissions]
        #expect(mode as? Int == 0o644)
    }

    @Test func `the port serves the same, and no reader that is silent keeps the next one out`() throws {
        let port = try LoopbackSocket.freePort()
        let folder = try TemporaryDirectory()
        let metrics = try #require(try Self.metrics(folder, port: Int(port)))
        metrics.start()
        defer { metrics.stop() }
        let silent = try Command.start(
            ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); sleep 60"], log: try folder.write(Data(), to: "silent"))
        defer { Command.end(silent, by: SIGKILL) }
        let read = try Command.run(["curl", "-sS", "--max-time", "20", "http://127.0.0.1:\(port)/metrics"])
        #expect(read.status == 0 && read.out.contains("uketsuke_kiosk_events_waiting 1\n"), "\(read.err)")
    }

    @Test func `a port that is taken is told in the log, and the file goes on`() throws {
        let folder = try TemporaryDirectory()
        let taken = try #require(MetricsPort(port: 0) { "" })
        let metrics = try #require(try Self.metrics(folder, port: Int(taken.port)))
        metrics.start()
        defer { metrics.stop() }
        #expect(try String(contentsOfFile: folder.file("log"), encoding: .utf8).contains("[metrics] port"))
        #expect(metrics.step() == .upTo(Metrics.interval))
    }
}
