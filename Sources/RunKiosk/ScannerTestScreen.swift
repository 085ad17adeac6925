import Kiosk

/// What the self-test shows on a terminal: the code, what to do, how the readers stand and what was found. Pure.
///
/// Notes stand beside the code; what was found below both, or among the notes where there is no room. On a terminal
/// that is too small for the code there are words only.
struct ScannerTestScreen {
    var picture = TestPicture()
    var keyboard: ScannerDiagnosis?
    var camera: Finding
    var columns: Int
    var lines: Int

    /// Columns that notes beside the code need.
    private static let narrowest = 20
    /// Rows that notes below the code need.
    private static let lowest = 10

    /// All of it, no longer than the terminal is high.
    var text: String { page.prefix(height).map { $0 + "\n" }.joined() }

    private var height: Int { max(1, lines - 1) }

    private var page: [String] {
        let rows = picture.rows
        let beside = columns - picture.width - 2
        if beside >= Self.narrowest, height >= rows.count {
            let full = row(instructions + standing, found(columns - 1), beside: beside)
            return full.count <= height ? full : row(dense(beside), [], beside: beside)
        }
        let hasRoom = columns >= picture.width && height >= rows.count + Self.lowest
        return (hasRoom ? rows : []) + wrapped(dense(columns - 1, showsCode: hasRoom), columns - 1)
    }

    /// All notes, with no line left empty: how the readers stand, then what was found or, before anything was, what to
    /// do.
    private func dense(_ columns: Int, showsCode: Bool = true) -> [String] {
        let advice = showsCode ? instructions : ["Too small for the test code: 80 × 24 is enough."]
        return (standing + (keyboard == nil ? advice : found(columns))).filter { !$0.isEmpty }
    }

    /// Notes beside the code, and what stands below both.
    private func row(_ notes: [String], _ below: [String], beside: Int) -> [String] {
        let rows = picture.rows
        let notes = wrapped(notes, beside)
        return (0..<max(rows.count, notes.count)).map { index in
            let left = index < rows.count ? rows[index] : String(repeating: " ", count: picture.width)
            return index < notes.count ? "\(left)  \(notes[index])" : left
        } + below
    }

    private func wrapped(_ lines: [String], _ columns: Int) -> [String] {
        lines.flatMap { DisplayWidth.filled($0, columns: max(1, columns)) }
    }

    /// What must be changed before what is fine, as not everything may fit.
    private func found(_ columns: Int) -> [String] {
        let findings = keyboard?.findings ?? []
        let sorted = findings.filter { $0.grade != .fine } + findings.filter { $0.grade == .fine }
        return sorted.flatMap { finding in
            let mark = finding.grade.rawValue + "  "
            guard columns >= 40 else { return wrapped([mark + finding.sentence], columns) }
            return wrapped([finding.sentence], columns - mark.count).enumerated().map { index, line in
                (index == 0 ? mark : String(repeating: " ", count: mark.count)) + line
            }
        }
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
