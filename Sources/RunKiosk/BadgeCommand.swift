import ArgumentParser
import Foundation
import Reception

/// `badge`: lays out a visitor's badge from a hook's event.
struct BadgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "badge", abstract: "Read a hook's event from standard input and print a visitor's badge.",
        discussion: """
            For hooks that print: the event is the JSON object that [hooks] programs get. The badge is text, or the \
            commands of a label printer (ZPL II). Nothing is printed for an event without a visitor's name.
            """)

    /// What the badge is written in.
    enum Layout: String, ExpressibleByArgument, CaseIterable {
        case text, zpl
    }

    @Option(help: "text, or zpl for label printers.")
    var layout = Layout.text
    @Option(
        help: ArgumentHelp(
            "The label printer's font, which must have the names' characters.", valueName: "drive:file"))
    var font = "E:TT0003M_.FNT"

    /// An event is some hundred bytes.
    private static let largestEvent = 1 << 20

    func run() throws {
        try Outcome.of {
            let input = try FileHandle.standardInput.read(upToCount: BadgeCommand.largestEvent) ?? Data()
            guard let visitor = try? Wire.decode(Badge.Event.self, from: input) else {
                throw Outcome.Failed(description: "Standard input is not the JSON object of a hook's event.")
            }
            guard let badge = Badge(visitor) else { return }
            switch layout {
            case .text: print(badge.text)
            case .zpl: print(badge.zpl(font: font))
            }
        }
    }
}
