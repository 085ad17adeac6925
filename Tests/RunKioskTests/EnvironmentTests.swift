import Foundation
import TestSupport
import Testing

/// What programs beside the kiosk see of whoever started it.
@Suite struct EnvironmentTests {
    @Test func `a scan worker sees no variable that the kiosk does not need`() async throws {
        let folder = try TemporaryDirectory()
        let worker = try folder.write(Data("#!/bin/sh\nenv >'\(folder.file("seen"))'\nsleep 60\n".utf8), to: "worker")
        chmod(worker, 0o755)
        let configuration = try folder.write(
            Data(
                """
                data_dir = "\(folder.file("data"))"
                language = "en"
                [scanner]
                command = ["\(worker)"]
                """.utf8), to: "kiosk.conf")
        let terminal = try TerminalScreen(
            [Command.built("uketsuke-kiosk"), "run", "--config", configuration],
            environment: ["DATABASE_PASSWORD": "geheim", "TZ": "Asia/Tokyo"])
        defer { terminal.close() }
        try await terminal.wait(until: "the call key") { $0.contains("C") }
        var seen = ""
        for _ in 0..<200 where !seen.contains("TZ=") {
            try await Task.sleep(for: .milliseconds(50))
            seen = (try? String(contentsOfFile: folder.file("seen"), encoding: .utf8)) ?? ""
        }
        #expect(seen.contains("TZ=Asia/Tokyo") && !seen.contains("geheim"))
    }
}
