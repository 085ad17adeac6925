import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `site …`.
struct SiteCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site", abstract: "Places with a reception.",
        subcommands: [SiteAdd.self, SiteEditCommand.self, SiteList.self])
}

/// A site as the commands print it.
struct SiteOutput: Encodable {
    var site: SiteNumber
    var name: String
    var timeZone: String
    var phone: String
    /// When visits that nobody has ended are closed; missing for never.
    var closeAt: ClockTime?
    var webhookSecret: String?

    init(_ site: Site, webhookSecret: String? = nil) {
        self.site = site.number
        name = site.name
        timeZone = site.time.timeZone.identifier
        phone = site.phone
        closeAt = site.closeAt
        self.webhookSecret = webhookSecret
    }
}

/// `site add`.
struct SiteAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a site.",
        discussion: "Example: uketsuke-cloud site add --data DIR --name Tokyo --time-zone Asia/Tokyo --phone 100")

    @OptionGroup var options: DataOptions

    @Option(help: "Its name, unique.")
    var name: String

    @Option(help: "An IANA time zone.")
    var timeZone: String = "Asia/Tokyo"

    @Option(help: "Whom kiosks ring when no host is known.")
    var phone: String = ""

    @Option(
        help: ArgumentHelp(
            "When visits that nobody has ended are closed every day, marked as assumed; without it they stay open.",
            valueName: "hh:mm"))
    var closeAt: ClockTime?

    @OptionGroup(title: "Fallback for calls") var webhook: WebhookOptions

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { _ = try siteTime() }

    private func siteTime() throws -> SiteTime {
        guard let time = SiteTime(identifier: timeZone) else {
            throw ValidationError("The system does not know the time zone \(timeZone); name one like Asia/Tokyo.")
        }
        return time
    }

    func run() throws {
        let time = try siteTime()
        let store = try options.open()
        let channel = try webhook.read(store.world)
        let site = try store.write {
            try $0.addSite(name: name, time: time, phone: phone, webhook: channel?.webhook, closeAt: closeAt)
        }
        try printResult(
            SiteOutput(site, webhookSecret: channel?.newSecret), json: json || channel?.newSecret != nil,
            row: ["added", "site \(site.number)", site.name, timeZone])
    }
}

/// `site list`.
struct SiteList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the sites.")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let sites = try options.openExisting().read { try $0.sites(of: $0.tenant().number) }.map { SiteOutput($0) }
        if json { return try printJSON(sites) }
        try printTable(
            sites.map { ["\($0.site)", $0.name, $0.timeZone, $0.phone, $0.closeAt.map { "closes at \($0)" } ?? ""] })
    }
}
