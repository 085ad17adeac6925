import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `layout …`.
struct LayoutCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layout", abstract: "What a site's kiosks show and offer: buttons, hours, texts, languages.",
        discussion: """
            A layout is a JSON file; parts that are missing have the standard's value. Begin with show, edit the file, \
            look at it with check and preview, then set it: kiosks take it at their next idle screen. A target is \
            reception, department/NAME or host/NAME.

            Example: uketsuke-cloud layout show --data DIR > lobby.json
                     uketsuke-cloud layout preview --data DIR lobby.json
                     uketsuke-cloud layout set --data DIR lobby.json
            """,
        subcommands: [
            LayoutShow.self, LayoutCheckCommand.self, LayoutPreviewCommand.self, LayoutSet.self, LayoutReset.self,
        ])
}

/// `--data DIR --site NAME`.
struct LayoutOptions: ParsableArguments {
    @OptionGroup var options: DataOptions

    @Option(help: "The name of the site; not needed where there is one only.")
    var site: String?

    /// Reads a layout file.
    ///
    /// - Throws: ``CommandFailure`` with every mistake in it, a line each.
    func read(_ file: String, _ transaction: Transaction) throws -> KioskLayout {
        guard let json = FileManager.default.contents(atPath: file) else {
            throw CommandFailure("The layout file \(file) cannot be read; check its path and owner.")
        }
        let check = LayoutCheck(json, hosts: try transaction.hosts(), departments: try transaction.departments())
        guard let layout = check.layout else { throw CommandFailure(check.mistakes.joined(separator: "\n")) }
        return layout
    }
}

/// `layout show`.
struct LayoutShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the site's layout as JSON; the standard one when none was set.")

    @OptionGroup var place: LayoutOptions

    func run() throws {
        let layout = try place.options.openExisting().read { try $0.layout(of: $0.site(named: place.site)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try printText(String(decoding: try encoder.encode(layout ?? .standard), as: UTF8.self) + "\n")
    }
}

/// `layout check`.
struct LayoutCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find every mistake in a layout file, and change nothing.",
        discussion: "Each mistake is one line that begins with its place in the JSON; exit code 1 when there is any.")

    @OptionGroup var place: LayoutOptions

    @Argument(help: ArgumentHelp("The layout.", valueName: "file.json"))
    var file: String

    func run() throws {
        try place.options.openExisting().read { _ = try place.read(file, $0) }
        try printTable([["good", file]])
    }
}

/// `layout preview`.
struct LayoutPreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Print what visitors will see: buttons, texts, steps and the next 14 days.")

    @OptionGroup var place: LayoutOptions

    @Argument(help: ArgumentHelp("The layout; without it, the one that is set.", valueName: "file.json"))
    var file: String?

    func run() throws {
        let text = try place.options.openExisting().read { transaction in
            let site = try transaction.site(named: place.site)
            let layout = try file.map { try place.read($0, transaction) } ?? transaction.layout(of: site) ?? .standard
            return LayoutPreview(
                layout, site: site, hosts: try transaction.hosts(), departments: try transaction.departments()
            ).text(at: transaction.now)
        }
        try printText(text)
    }
}

/// `layout set`.
struct LayoutSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Have the site's kiosks show a layout from their next idle screen on.",
        discussion: "A file with any mistake in it changes nothing.")

    @OptionGroup var place: LayoutOptions

    @Argument(help: ArgumentHelp("The layout.", valueName: "file.json"))
    var file: String

    func run() throws {
        let site = try place.options.openExisting().write { transaction in
            let site = try transaction.site(named: place.site)
            try transaction.setLayout(place.read(file, transaction), of: site)
            return site
        }
        try printTable([["set", "layout", site.name]])
    }
}

/// `layout reset`.
struct LayoutReset: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Have the site's kiosks show the standard layout again.")

    @OptionGroup var place: LayoutOptions

    func run() throws {
        let site = try place.options.openExisting().write { transaction in
            let site = try transaction.site(named: place.site)
            try transaction.resetLayout(of: site)
            return site
        }
        try printTable([["reset", "layout", site.name]])
    }
}
