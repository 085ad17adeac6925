import ArgumentParser
import CloudStorage
import Foundation
import Reception

/// `kiosk …`.
struct KioskCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk", abstract: "Enrolled kiosks.", subcommands: [KioskList.self, KioskRevoke.self])
}

/// `kiosk list`.
struct KioskList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the kiosks with their last report.")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let kiosks = try options.openExisting().read { try $0.kiosks() }
        if json { return try printJSON(kiosks) }
        try printTable(
            kiosks.map {
                [
                    $0.kiosk.uuidString.lowercased(), $0.name, $0.site,
                    $0.revokedAt != nil ? "revoked" : $0.seenAt?.rfc3339 ?? "never seen",
                    $0.concerns.joined(separator: " "),
                ]
            })
    }
}

/// `kiosk revoke`.
struct KioskRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Shut a kiosk out at once, and have it delete what it holds.",
        discussion: """
            Its credential ends now. At its next contact it overwrites and deletes its cache, its queue and its keys; \
            what it had not sent by then is lost. Until then its data is sealed.

            Example: uketsuke-cloud kiosk revoke --data DIR ID
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "The kiosk's ID.")
    var id: IDArgument

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let kiosk = try options.openExisting().write { try $0.revokeKiosk(id.value) }
        if json { return try printJSON(kiosk) }
        try printTable([["revoked", kiosk.name, kiosk.site], [loss(of: kiosk)]])
    }

    private func loss(of kiosk: KioskListing) -> String {
        guard let status = kiosk.status, let seenAt = kiosk.seenAt else {
            return "It has never reported; events that it has not sent are lost."
        }
        let count = status.waitingEvents + status.setAsideEvents
        let unsent = count == 0 ? "no unsent events" : "\(count) unsent event(s), which are lost"
        return "When last heard (\(seenAt)) it had \(unsent); anything it recorded since is lost too."
    }
}
