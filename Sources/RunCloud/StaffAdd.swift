import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `staff add`.
struct StaffAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Let somebody open the staff console.",
        discussion: """
            The PIN is asked for at the terminal, unseen, or read as one line of standard input: 6 to 12 digits.

            Examples: uketsuke-cloud staff add --data DIR --number 7 --name '田中 健' --role administrator
                      uketsuke-cloud staff add --data DIR --number 8 --name '鈴木 愛' --site Tokyo < pin.txt
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "What is typed before the PIN: one to six digits, unique.")
    var number: String

    @Option(help: "The name, as the log has it.")
    var name: String

    @Option(
        help: "desk: visitors, evacuation, state of the kiosk; administrator: also settings and leaving the program.")
    var role: StaffRole = .desk

    @Option(help: "The only site where they may sign in; without it, every site.")
    var site: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let store = try options.openExisting()
        let pin = try PINInput.hash(store.world)
        let entry = try store.write { transaction in
            try transaction.addStaff(
                number: number, name: name, role: role, pin: pin,
                site: try site.map { try transaction.site(named: $0) })
        }
        try printResult(StaffOutput(entry), json: json, row: ["added", "staff \(number)", name, role.rawValue])
    }
}

/// `staff edit`.
struct StaffEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change number, name or role; what is not given stays.",
        discussion: "Example: uketsuke-cloud staff edit --data DIR 7 --role desk")

    @OptionGroup var options: DataOptions

    @Argument(help: "The staff number.")
    var staff: String

    @Option(help: "A new number, unique.")
    var number: String?

    @Option(help: "A new name.")
    var name: String?

    @Option(help: "desk or administrator.")
    var role: StaffRole?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard number != nil || name != nil || role != nil else {
            throw ValidationError("Say what to change: --number, --name or --role.")
        }
    }

    func run() throws {
        let entry = try options.openExisting().write {
            try $0.editStaff(number: staff, StaffEdit(number: number, name: name, role: role))
        }
        try printResult(
            StaffOutput(entry), json: json,
            row: ["changed", "staff \(entry.record.number)", entry.record.name, entry.record.role.rawValue])
    }
}

/// `staff pin`.
struct StaffPINCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Give somebody a new PIN; the old one ends.",
        discussion: "The PIN is asked for at the terminal, unseen, or read as one line of standard input.")

    @OptionGroup var options: DataOptions

    @Argument(help: "The staff number.")
    var number: String

    func run() throws {
        let store = try options.openExisting()
        _ = try store.read { try $0.staff(number: number) }
        let pin = try PINInput.hash(store.world)
        _ = try store.write { try $0.editStaff(number: number, StaffEdit(pin: pin)) }
        try printTable([["changed", "PIN of staff \(number)"]])
    }
}
