import ArgumentParser
import Foundation
import Kiosk
import KioskStorage
import Reception

/// `check`: the verdict a code would get.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell the verdict a code or passcode would get now; nothing is recorded.",
        discussion: "Prints no personal data. Eight digits are taken for a passcode, everything else for a code.")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: ArgumentHelp("The code's text or the passcode; - reads it from standard input.", valueName: "code"))
    var code: String
    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        try Outcome.of {
            let premises = try Premises.open(try file.load(), as: .onlooker)
            let text = code == "-" ? readLine() ?? "" : code
            let digits = Token.folded(text).filter { !$0.isWhitespace && $0 != "-" }
            let isPasscode = digits.utf8.count == Passcode.length && digits.allSatisfy(\.isNumber)
            let means: Means = isPasscode ? .passcode : .wedge
            let moment = premises.clock.moment
            let verdict = try premises.store.preview(Presentation(text: text, means: means), at: moment)
            let answer = Answer(verdict, moment.corrected.isTrusted)
            print(json ? String(decoding: try Wire.encode(answer), as: UTF8.self) : answer.text)
        }
    }

    private struct Answer: Codable {
        var verdict: VerdictCode
        var pass: PassID?
        /// Since when the visitor is in, or from when the pass admits.
        var since: Instant?
        var clockTrusted: Bool

        init(_ verdict: Verdict, _ isTrusted: Bool) {
            self.verdict = verdict.code
            pass = verdict.pass?.id
            clockTrusted = isTrusted
            switch verdict {
            case .alreadyIn(_, let time), .departed(_, let time), .tooEarly(let time): since = time
            default: break
            }
        }

        var text: String { [verdict.rawValue, since?.rfc3339].compactMap { $0 }.joined(separator: " ") }
    }
}
