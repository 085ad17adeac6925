import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `department …`.
struct DepartmentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "department", abstract: "Departments that hosts belong to.",
        discussion: "Kiosks show a department, sorted by its reading, as long as at least one host is in it.",
        subcommands: [DepartmentAdd.self, DepartmentEditCommand.self, DepartmentRemove.self, DepartmentList.self])
}

/// A department as the commands print it.
struct DepartmentOutput: Encodable {
    var department: String
    var name: String
    var reading: String
    var names: [String: String]
    var phone: String
    var site: SiteNumber?
    /// Whether it has a webhook of its own.
    var hasChannel: Bool
    /// Only where the secret was made by this command.
    var webhookSecret: String?

    init(_ department: Department, webhookSecret: String? = nil) {
        self.department = department.id.uuidString.lowercased()
        name = department.name
        reading = department.reading
        names = department.names
        phone = department.phone
        site = department.site
        hasChannel = department.hasChannel
        self.webhookSecret = webhookSecret
    }
}

/// `department add`.
struct DepartmentAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a department.",
        discussion: """
            Example: uketsuke-cloud department add --data DIR --name 営業部 --reading えいぎょうぶ --phone 200 \\
                       --name-in en=Sales --name-in zh-Hans=销售部 --name-in ko=영업부
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "Its name, unique.")
    var name: String

    @Option(help: "How the name is read, in kana; kiosks sort by it.")
    var reading: String = ""

    @Option(help: "Extension, shown at the kiosk when nobody answers.")
    var phone: String = ""

    @Option(help: ArgumentHelp("Its name in another language; may be given several times.", valueName: "tag=name"))
    var nameIn: [NameInLanguage] = []

    @Option(help: "The name of its site; without it, it belongs to all.")
    var site: String?

    @OptionGroup(title: "Notices; without a webhook every host in it is told") var webhook: WebhookOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let store = try options.open()
        let channel = try webhook.read(store.world)
        let department = try store.write { transaction in
            try transaction.addDepartment(
                name: name, reading: reading, names: NameInLanguage.merged(nameIn), phone: phone,
                site: try site.map { try transaction.site(named: $0) }, webhook: channel?.webhook)
        }
        try printResult(
            DepartmentOutput(department, webhookSecret: channel?.newSecret), json: json || channel?.newSecret != nil,
            row: ["added", "department", department.name])
    }
}

/// `department edit`.
struct DepartmentEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a department; what is not given stays.",
        discussion: """
            An empty name takes a language away: --name-in ko=

            Example: uketsuke-cloud department edit --data DIR 営業部 --phone 201 --name-in zh-Hans=销售部
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "Its name.")
    var department: String

    @Option(help: "A new name, unique.")
    var name: String?

    @Option(help: "How the name is read, in kana.")
    var reading: String?

    @Option(help: "Extension, shown at the kiosk when nobody answers.")
    var phone: String?

    @Option(help: ArgumentHelp("Its name in another language; may be given several times.", valueName: "tag=name"))
    var nameIn: [NameInLanguage] = []

    @OptionGroup var change: WebhookEditOptions

    func run() throws {
        try change.run(on: options.openExisting()) { transaction, channel in
            try transaction.editDepartment(
                named: department,
                DepartmentEdit(
                    name: name, reading: reading, phone: phone, names: NameInLanguage.merged(nameIn), channel: channel))
        } output: {
            DepartmentOutput($0, webhookSecret: $1)
        } row: {
            ["changed", "department", $0.name]
        }
    }
}

/// `department remove`.
struct DepartmentRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a department; its hosts stay, in none.",
        discussion: "Example: uketsuke-cloud department remove --data DIR 営業部")

    @OptionGroup var options: DataOptions

    @Argument(help: "Its name.")
    var department: String

    func run() throws {
        try options.openExisting().write { try $0.removeDepartment(named: department) }
        try printTable([["removed", "department", department]])
    }
}

/// `department list`.
struct DepartmentList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the departments.")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let departments = try options.openExisting().read { try $0.departments() }.map { DepartmentOutput($0) }
        if json { return try printJSON(departments) }
        try printTable(
            departments.map {
                [
                    $0.name, $0.reading, $0.phone, $0.site.map(String.init) ?? "",
                    $0.hasChannel ? "webhook" : "its hosts",
                ]
            })
    }
}
