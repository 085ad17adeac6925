import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

import struct CloudDomain.Host

/// `host …`.
struct HostCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host", abstract: "People who receive visitors.",
        subcommands: [HostAdd.self, HostEditCommand.self, HostRemove.self, HostList.self])
}

/// A host as the commands print it.
struct HostOutput: Encodable {
    var host: String
    var name: String
    var reading: String
    var mail: String
    var phone: String
    /// The department's ID; missing for none.
    var department: String?
    /// Whether arrivals reach this host.
    var hasChannel: Bool
    /// Only where the secret was made by this command.
    var webhookSecret: String?

    init(_ host: Host, webhookSecret: String? = nil) {
        self.host = host.id.uuidString.lowercased()
        name = host.name
        reading = host.reading
        mail = host.mail
        department = host.department?.uuidString.lowercased()
        phone = host.phone
        hasChannel = host.hasChannel
        self.webhookSecret = webhookSecret
    }
}

/// `host add`.
struct HostAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a host.",
        discussion: """
            Example: uketsuke-cloud host add --data DIR --name '佐藤 花子' --reading 'さとう はなこ' --phone 4711 \\
                       --webhook https://chat.example/hook --webhook-secret-file secret.txt
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "The name, unique, as visitors see it.")
    var name: String

    @Option(help: "How the name is read, in kana; visitors find the host by it.")
    var reading: String = ""

    @Option(help: "E-mail address.")
    var mail: String = ""

    @Option(help: "Extension, shown at the kiosk when nobody can be notified.")
    var phone: String = ""

    @Option(help: "The name of a department.")
    var department: String?

    @OptionGroup(title: "Notices") var webhook: WebhookOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let store = try options.open()
        let channel = try webhook.read(store.world)
        let host = try store.write {
            try $0.addHost(
                name: name, reading: reading, mail: mail, phone: phone, department: department,
                webhook: channel?.webhook)
        }
        try printResult(
            HostOutput(host, webhookSecret: channel?.newSecret), json: json || channel?.newSecret != nil,
            row: ["added", "host", host.name])
    }
}

/// `host edit`.
struct HostEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a host; what is not given stays.",
        discussion: """
            Example: uketsuke-cloud host edit --data DIR '佐藤 花子' --reading 'さとう はなこ' --department 営業部
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "The host's name.")
    var host: String

    @Option(help: "A new name, unique.")
    var name: String?

    @Option(help: "How the name is read, in kana.")
    var reading: String?

    @Option(help: "E-mail address.")
    var mail: String?

    @Option(help: "Extension, shown at the kiosk when nobody answers.")
    var phone: String?

    @Option(help: "The name of a department; empty for none.")
    var department: String?

    @OptionGroup var change: WebhookEditOptions

    func run() throws {
        try change.run(on: options.openExisting()) { transaction, channel in
            try transaction.editHost(
                named: host,
                HostEdit(
                    name: name, reading: reading, mail: mail, phone: phone, department: department, channel: channel))
        } output: {
            HostOutput($0, webhookSecret: $1)
        } row: {
            ["changed", "host", $0.name]
        }
    }
}

/// `host remove`.
struct HostRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a host who has left; visits keep the name.",
        discussion: "Example: uketsuke-cloud host remove --data DIR '佐藤 花子'")

    @OptionGroup var options: DataOptions

    @Argument(help: "The host's name.")
    var host: String

    func run() throws {
        try options.openExisting().write { try $0.removeHost(named: host) }
        try printTable([["removed", "host", host]])
    }
}

/// `host list`.
struct HostList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the hosts.")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let hosts = try options.openExisting().read { try $0.hosts() }.map { HostOutput($0) }
        if json { return try printJSON(hosts) }
        try printTable(
            hosts.map { [$0.name, $0.reading, $0.phone, $0.mail, $0.hasChannel ? "webhook" : "no channel"] })
    }
}
