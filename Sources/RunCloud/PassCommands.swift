import ArgumentParser
import CloudStorage
import Reception

/// `pass …`.
struct PassCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass", abstract: "Single passes.", subcommands: [PassShow.self, PassWithdraw.self])
}

/// A pass ID: 16 hexadecimal digits.
struct PassArgument: ExpressibleByArgument {
    let value: PassID

    init?(argument: String) {
        guard let value = PassID(argument.lowercased()) else { return nil }
        self.value = value
    }
}

/// `pass withdraw`.
struct PassWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take one pass back; kiosks refuse it from then on.",
        discussion: "Example: uketsuke-cloud pass withdraw --data DIR 0123456789abcdef")

    @OptionGroup var options: DataOptions

    @Argument(help: "The pass's ID.")
    var pass: PassArgument

    func run() throws {
        try options.openExisting().write { try $0.withdrawPass(pass.value) }
    }
}
