import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `key …`.
struct KeyCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that sign passes.",
        subcommands: [KeyList.self, KeyRotate.self, KeyWithdraw.self])
}

/// `key list`.
struct KeyList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the keys (public halves).")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let keys = try options.openExisting().read { try $0.keys(of: $0.tenant().number) }
        if json { return try printJSON(keys) }
        try printTable(keys.map { ["\($0.id)", $0.from.rfc3339, $0.isWithdrawn ? "withdrawn" : "active"] })
    }
}

/// `key rotate`.
struct KeyRotate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new key; kiosks learn of it now, and it signs passes from an hour later.")

    @OptionGroup var options: DataOptions

    func run() throws {
        let key = try options.openExisting().write { try $0.rotateKey() }
        try printTable([["added", "key \(key.id)", key.from.rfc3339]])
    }
}

/// `key withdraw`.
struct KeyWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Withdraw a key and with it every pass it signed.",
        discussion: "Example: uketsuke-cloud key withdraw --data DIR 1")

    @OptionGroup var options: DataOptions

    @Argument(help: "The key's number.")
    var id: KeyID

    func run() throws {
        try options.openExisting().write { try $0.withdrawKey(id) }
    }
}
