import Foundation
import Reception
import ScanLink

/// What the camera, or the program in its place, has told during the self-test.
struct CameraDiagnosis: Equatable {
    /// What is started; `nil` for nothing.
    let command: [String]?
    /// Whether there is such a program.
    private let isInstalled: Bool
    /// Whether it has read the test code.
    private(set) var works = false
    private var state = ScannerState.starting
    private var hint: ScanLine.Hint?
    /// What the program itself has said of its trouble.
    var complaint: String?
    /// It has read other codes.
    private var hasReadAnother = false

    init(command: [String]?, isInstalled: Bool = true) {
        self.command = command
        self.isInstalled = isInstalled
    }

    /// Whether nothing more is to be expected of it by itself.
    var isOver: Bool { works || command == nil || state == .lost || state == .none }

    mutating func take(_ report: ScanReport) {
        switch report {
        case .code(let text):
            if text.precomposedStringWithCompatibilityMapping.uppercased().contains(OwnCode.test) {
                works = true
            } else {
                hasReadAnother = true
            }
        case .foreign: hasReadAnother = true
        case .hint(let hint): self.hint = hint
        case .state(let new): state = new
        case .preview: break
        }
    }

    /// How it stands and what to do.
    var finding: Finding {
        let (grade, sentence) = standing
        return Finding(grade: grade, subject: "camera", sentence: sentence)
    }

    private var standing: (Finding.Grade, String) {
        guard let command else { return (.worth, "None is configured; see [scanner] device.") }
        let name = command.first.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? ""
        guard isInstalled else { return (.bad, "There is no program \(name); see [scanner] in the configuration.") }
        if works { return (.fine, "It has read the test code.") }
        switch state {
        case .starting: return (.worth, complaint.map { "\(name) says: \($0)" } ?? "Starting \(name)…")
        case .none: return (.worth, "There is none; plug one in, or see [scanner] device.")
        case .lost:
            if let complaint { return (.bad, "\(name) says: \(complaint)") }
            return (.bad, "\(name) has stopped or its device is gone; see the cable and [scanner], or run it by hand.")
        case .ready:
            if let hint { return (.worth, "It sees something: \(hint.advice).") }
            return (
                .worth,
                hasReadAnother ? "It reads codes, but has not seen the test code." : "Ready; hold the test code up."
            )
        }
    }
}

extension ScanLine.Hint {
    /// What the one who holds the code should do.
    fileprivate var advice: String {
        switch self {
        case .brighter: "too dark, make it brighter"
        case .darker: "too bright, tilt it"
        case .closer: "too small, bring it closer"
        case .further: "too near, take it further away"
        case .still: "it moves, hold it still"
        }
    }
}
