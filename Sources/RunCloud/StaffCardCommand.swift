import ArgumentParser
import CloudDomain
import CloudPasses
import CloudStorage
import Reception

/// `staff card`.
struct StaffCardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card", abstract: "Make somebody a card to show instead of the number; the old one ends.",
        discussion: """
            The card's code is shown this once. The PIN is asked for all the same.

            Examples: uketsuke-cloud staff card --data DIR 7 --png card.png
                      uketsuke-cloud staff card --data DIR 7 --remove
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "The staff number.")
    var number: String

    @OptionGroup var drawing: DrawingOptions

    @Flag(help: "Take the card away; make none.")
    var remove = false

    @Flag(help: "Print JSON, with the card's code.")
    var json = false

    func validate() throws {
        guard remove != (drawing.isAsked || json) else {
            throw ValidationError("Say where the card goes (--png, --svg, --terminal, --json), or --remove.")
        }
    }

    func run() throws {
        let store = try options.openExisting()
        guard !remove else {
            _ = try store.write { try $0.editStaff(number: number, StaffEdit(card: .remove)) }
            return try printTable([["removed", "card of staff \(number)"]])
        }
        _ = try store.read { try $0.staff(number: number) }
        let code = StaffCard.new(store.world)
        // Drawn first: a card that nobody has must not end the one that somebody has.
        try drawing.draw(code)
        let entry = try store.write {
            try $0.editStaff(number: number, StaffEdit(card: .set(StaffCard.hash(code))))
        }
        if json { try printJSON(StaffOutput(entry, card: code)) }
    }
}
