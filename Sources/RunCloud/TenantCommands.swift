import ArgumentParser
import CloudStorage

/// `tenant …`.
struct TenantCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "The company that uses the system.", subcommands: [TenantSet.self])
}

/// `tenant set`.
struct TenantSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Name the tenant; it is called Uketsuke at first.",
        discussion: "Example: uketsuke-cloud tenant set --data DIR --name 'Example Inc.'")

    @OptionGroup var options: DataOptions

    @Option(help: "What kiosks call it.")
    var name: String

    func run() throws {
        try options.open().write { try $0.setTenantName(name) }
    }
}
