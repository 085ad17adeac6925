import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

import struct CloudDomain.Host

/// `host …`.
struct HostCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host", abstract: "People who receive visitors.", subcommands: [HostAdd.self, HostList.self])
}

/// A host as the commands print it.
struct HostOutput: Encodable {
    var host: String
    var name: String
    var mail: String
    var phone: String
    /// Whether arrivals reach this host.
    var hasChannel: Bool
    /// Only where the secret was made by this command.
    var webhookSecret: String?

    init(_ host: Host, webhookSecret: String? = nil) {
        self.host = host.id.uuidString.lowercased()
        name = host.name
        mail = host.mail
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
            Example: uketsuke-cloud host add --data DIR --name '佐藤 花子' --phone 4711 \\
                       --webhook https://chat.example/hook --webhook-secret-file secret.txt
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "The name, unique, as visitors see it.")
    var name: String

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
                name: name, mail: mail, phone: phone, department: department, webhook: channel?.webhook)
        }
        if json || channel?.newSecret != nil {
            try printJSON(HostOutput(host, webhookSecret: channel?.newSecret))
        } else {
            try printTable([["added", "host", host.name]])
        }
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
        try printTable(hosts.map { [$0.name, $0.phone, $0.mail, $0.hasChannel ? "webhook" : "no channel"] })
    }
}
