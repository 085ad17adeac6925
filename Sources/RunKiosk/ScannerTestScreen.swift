import Kiosk

/// What the self-test shows on a terminal: the code on the left, what to do and how the readers stand beside it, and
/// what was found below. Pure.
struct ScannerTestScreen {
    var picture = TestPicture()
    var keyboard: ScannerDiagnosis?
    var camera: Finding
    var columns: Int
    var lines: Int

    /// All of it, no longer than the terminal is high.
    var text: String {
        let beside = columns - picture.width - 2
        let notes = (instructions + standing).flatMap { DisplayWidth.wrapped($0, columns: max(20, beside)) }
        let rows = picture.rows
        var all: [String]
        if beside >= 30 {
            all = (0..<max(rows.count, notes.count)).map { row in
                let left = row < rows.count ? rows[row] : String(repeating: " ", count: picture.width)
                return row < notes.count ? "\(left)  \(notes[row])" : left
            }
        } else {
            all = rows + notes
        }
        for finding in found {
            all += DisplayWidth.wrapped("\(finding.grade.rawValue)  \(finding.sentence)", columns: columns - 1)
        }
        return all.prefix(max(1, lines - 1)).map { $0 + "\n" }.joined()
    }

    /// What must be changed before what is fine, as not everything may fit.
    private var found: [Finding] {
        let findings = keyboard?.findings ?? []
        return findings.filter { $0.grade != .fine } + findings.filter { $0.grade == .fine }
    }

    private var instructions: [String] {
        [
            "Test of the readers", "", "1. Scan this code with the keyboard scanner.",
            "2. Hold it before the camera: photograph it with a phone and show the phone.", "",
        ]
    }

    private var standing: [String] {
        let result = keyboard.map { $0.works ? "works" : "does not work yet; see below" } ?? "waiting"
        return ["Keyboard scanner: \(result)", "", "Camera: \(camera.sentence)", "", "q ends the test."]
    }
}
