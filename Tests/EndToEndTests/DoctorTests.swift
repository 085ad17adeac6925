import Foundation
import TestSupport
import Testing

/// What `doctor` says of an installation that is sound, and of what can be wrong with it.
extension EndToEnd {
    @Suite struct DoctorTests {
        private static let subjects = [
            "terminal", "locale", "camera", "clock", "disk", "data files", "certificate", "cloud", "enrolment", "queue",
        ]

        /// What doctor prints in a terminal: grade, subject and sentence, one line each.
        private func findings(_ place: Installation, status: Int32) async throws -> [String] {
            let program = [Command.built("uketsuke-kiosk"), "doctor", "--config", place.configuration]
            let terminal = try TerminalScreen(program, columns: 200, rows: 40)
            #expect(try await terminal.waitForEnd() == status)
            return try terminal.screen().split(separator: "\n").map(String.init)
        }

        private func line(_ subject: String, in findings: [String]) -> String? {
            findings.first { $0.dropFirst(6).hasPrefix("\(subject) ") }
        }

        @Test func `scenario 44: doctor has one line for each thing that can be wrong, with what to do about it`()
            async throws
        {
            let place = try await Installation()
            try place.add(.administrator)
            try #require(try place.kiosk("sync", "--once").status == 0)
            let sound = try await findings(place, status: 0)
            for subject in Self.subjects {
                #expect(line(subject, in: sound)?.hasPrefix("BAD") == false, "\(subject): \(sound)")
            }
            for finding in sound { #expect(finding.wholeMatch(of: /(ok  |note|BAD )  .+\./) != nil, "\(finding)") }
            place.cutNetwork()
            let cut = try await findings(place, status: 1)
            #expect(line("cloud", in: cut)?.hasPrefix("BAD") == true)
            #expect(line("enrolment", in: cut)?.hasPrefix("ok") == true)
            place.network.setMode(.pass)
            // Enrolment and data are gone: it says which command brings them back, and makes nothing itself.
            try FileManager.default.removeItem(atPath: place.kioskData)
            let empty = try await findings(place, status: 1)
            #expect(line("enrolment", in: empty)?.contains("uketsuke-kiosk enrol --url") == true)
            #expect(!FileManager.default.fileExists(atPath: place.kioskData))
        }
    }
}
