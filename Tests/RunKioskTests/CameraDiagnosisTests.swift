import Foundation
import Kiosk
import Reception
import ScanLink
import Testing

@testable import RunKiosk

/// What the self-test says about the camera, and its screen.
@Suite struct CameraDiagnosisTests {
    private func diagnosis(_ reports: [ScanReport]) -> CameraDiagnosis {
        var diagnosis = CameraDiagnosis(command: ["/usr/bin/uketsuke-scan", "--device", "auto"])
        reports.forEach { diagnosis.take($0) }
        return diagnosis
    }

    @Test(
        arguments: [
            ([], "Starting uketsuke-scan", Finding.Grade.worth), ([.state(.ready)], "Ready", .worth),
            ([.state(.lost)], "uketsuke-scan has stopped", .bad), ([.state(.none)], "There is none", .worth),
            ([.state(.ready), .hint(.closer)], "bring it closer", .worth),
            ([.state(.ready), .hint(.closer), .hint(nil)], "Ready", .worth),
            ([.state(.ready), .foreign], "has not seen the test code", .worth),
            ([.state(.ready), .code("UK1X")], "has not seen the test code", .worth),
            ([.state(.ready), .code(OwnCode.test)], "has read the test code", .fine),
            ([.state(.ready), .code("]Q1" + OwnCode.test.lowercased())], "has read the test code", .fine),
            ([.code(OwnCode.test), .state(.lost)], "has read the test code", .fine),
        ] as [([ScanReport], String, Finding.Grade)])
    func `how the camera stands is one sentence`(reports: [ScanReport], sentence: String, grade: Finding.Grade) {
        let finding = diagnosis(reports).finding
        #expect(finding.sentence.contains(sentence))
        #expect(finding.grade == grade)
        #expect(diagnosis(reports).works == (grade == .fine))
    }

    @Test func `without a command none is configured`() {
        #expect(CameraDiagnosis(command: nil).finding.sentence.contains("None is configured"))
        #expect(CameraDiagnosis(command: nil).isOver)
    }

    @Test func `a program that says why it stopped is quoted until it is ready again`() throws {
        let words = WorkerWords()
        let said =
            "scan\u{1B}[2J: one\ncat: /dev/ttyACM0: No such file\nscan worker: ended; it is started again\n\nhalf"
        _ = said.withCString { write(words.descriptor, $0, strlen($0)) }
        words.read()
        #expect(words.last == "/dev/ttyACM0: No such file")
        var camera = CameraDiagnosis(command: ["/bin/cat", "/dev/ttyACM0"])
        camera.complaint = words.last
        for state in [ScannerState.lost, .starting] {
            camera.take(.state(state))
            #expect(camera.finding.sentence == "cat says: /dev/ttyACM0: No such file")
            #expect(camera.finding.isBad == (state == .lost))
        }
        camera.take(.state(.ready))
        #expect(camera.finding.sentence.hasPrefix("Ready"))
    }

    @Test func `the picture is the code with its quiet zone, and fits a terminal of 80 × 24`() {
        let picture = TestPicture()
        #expect(picture.plainRows.allSatisfy { $0.count == picture.width })
        #expect(picture.plainRows.prefix(2).allSatisfy { $0.allSatisfy { $0 == " " } })
        #expect(picture.plainRows.count <= 19)
        #expect(picture.plainRows[2].hasPrefix("    █▀▀▀▀▀█"))
    }

    /// The screen after this scan, without colours.
    private func page(_ typed: String?, columns: Int, lines: Int) -> String {
        let keyboard = typed.map { ScannerDiagnosis($0.map { Keystroke(key: .character($0), time: .zero) }) }
        let screen = ScannerTestScreen(
            keyboard: keyboard, camera: diagnosis([.state(.ready)]).finding, columns: columns, lines: lines)
        return screen.text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    }

    @Test(arguments: [(80, 24), (60, 20), (59, 20), (40, 30), (40, 12)])
    func `on each terminal the test says how the readers stand and what was found`(columns: Int, lines: Int) {
        let hasRoom = lines >= 20
        let empty = page(nil, columns: columns, lines: lines)
        #expect(empty.contains("█▀▀▀▀▀█") == hasRoom)
        #expect(empty.contains("Too small") != hasRoom)
        #expect(empty.contains("1. Scan this code") == hasRoom)
        for text in [empty, page("UKCTESTà&é\"'(-è_çQBCDEFGHJKL?NPARSTUVZX", columns: columns, lines: lines)] {
            #expect(text.contains("Keyboard scanner:") && text.contains("Camera:") && text.contains("q ends"))
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
            #expect(text.contains("BAD") == (text != empty))
            #expect(text.replacing(#/\s+/#, with: " ").contains("keyboard to US.") == (text != empty) || hasRoom)
        }
    }

    @Test(arguments: [(80, 24), (132, 43), (60, 40), (40, 12), (20, 5), (1, 1)])
    func `the test's screen never is larger than the terminal`(columns: Int, lines: Int) {
        let bad = ScannerDiagnosis("à&é\"'(-è_ç".map { Keystroke(key: .character($0), time: .zero) })
        let screen = ScannerTestScreen(
            keyboard: bad, camera: diagnosis([.state(.lost)]).finding, columns: columns, lines: lines)
        let text = screen.text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= max(2, lines))
        if columns >= 80 {
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
            #expect(text.contains("q ends the test."))
        }
    }
}
