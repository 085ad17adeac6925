import Foundation
import TestSupport
import Testing

/// Scenario 23 with two real kiosks.
extension EndToEnd {
    @Suite struct ConflictTests {
        @Test
        func `scenario 23: two offline kiosks accept the same code; both facts are kept and everybody is told`()
            async throws
        {
            let place = try await Installation()
            let appointment = try place.appointment()
            let second = try place.secondKiosk()
            let kiosks = [
                try await place.openKiosk(columns: 200), try place.terminal(on: second, columns: 200),
            ]
            for kiosk in kiosks { try await kiosk.wait(for: "オンライン") }
            for configuration in [place.configuration, second] {
                try await eventually("each kiosk knows the pass") { try place.count("passes", configuration) == 1 }
            }
            place.network.setMode(.refuse)
            place.network.closeConnections()
            for kiosk in kiosks {
                try await kiosk.wait(for: "オフライン")
                try kiosk.type(appointment.token)
                try await kiosk.wait(for: "山田 太郎 様")
            }
            place.network.setMode(.pass)
            for configuration in [place.configuration, second] {
                try await eventually("each queue is empty", within: .seconds(60)) {
                    try place.count("waiting", configuration) == 0
                }
            }
            #expect(try place.visits().map(\.isConflict).sorted { !$0 && $1 } == [false, true])
            #expect(try place.cloud("visits").contains("\tconflict"))
            // The next heartbeat, a minute later at most, brings it to the staff of both.
            for kiosk in kiosks { try await kiosk.wait(for: "were used again", within: .seconds(100)) }
        }
    }
}

extension Installation {
    /// Enrols another kiosk of the same site.
    ///
    /// - Returns: its configuration.
    fileprivate func secondKiosk() throws -> String {
        struct Code: Decodable { let code: String }
        let path = try folder.write(Data("data_dir = \"\(folder.file("kiosk-2"))\"\n".utf8), to: "kiosk-2.conf")
        let code = try JSONDecoder().decode(
            Code.self, from: Data(cloud("enrol-code", "--site", "本社", "--json").utf8)
        ).code
        let result = try Command.run([
            Command.built("uketsuke-kiosk"), "enrol", "--url", "https://127.0.0.1:\(network.port)", "--ca",
            try cloudAuthority(), "--code", code, "--config", path,
        ])
        try #require(result.status == 0, "enrol: \(result.err)")
        return path
    }

    /// Opens the kiosk of that configuration.
    fileprivate func terminal(on configuration: String, columns: Int) throws -> TerminalScreen {
        try TerminalScreen(
            [Command.built("uketsuke-kiosk"), "run", "--config", configuration], columns: columns, rows: 24,
            environment: ["TZ": Self.timeZone])
    }

    /// A number that `status` of that kiosk tells.
    fileprivate func count(_ name: String, _ configuration: String) throws -> Int {
        let text = try Command.run([
            Command.built("uketsuke-kiosk"), "status", "--json", "--config", configuration,
        ]).out
        let status = try JSONDecoder().decode(Status.self, from: Data(text.utf8))
        return name == "passes" ? status.passes : status.waiting
    }
}
