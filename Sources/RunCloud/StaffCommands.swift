import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `staff …`.
struct StaffCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "People who may open the staff console of the kiosks.",
        discussion: """
            They sign in with number and PIN, or with card and PIN. Kiosks learn of a change within seconds, and go on \
            knowing it while the network is down.
            """,
        subcommands: [
            StaffAdd.self, StaffEditCommand.self, StaffPINCommand.self, StaffCardCommand.self, StaffRemove.self,
            StaffList.self,
        ])
}

/// Somebody of the staff as the commands print them; never PIN or card.
struct StaffOutput: Encodable {
    var staff: String
    var number: String
    var name: String
    var role: StaffRole
    /// The number of the only site; missing for every site.
    var site: SiteNumber?
    var hasCard: Bool
    /// The code of a card that was made by this command.
    var card: String?

    init(_ entry: StaffEntry, card: String? = nil) {
        staff = entry.record.id.uuidString.lowercased()
        number = entry.record.number
        name = entry.record.name
        role = entry.record.role
        site = entry.site
        hasCard = entry.record.card != nil
        self.card = card
    }
}

/// `staff remove`.
struct StaffRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "End somebody's access; the log keeps the name.",
        discussion: "Example: uketsuke-cloud staff remove --data DIR 7")

    @OptionGroup var options: DataOptions

    @Argument(help: "The staff number.")
    var number: String

    func run() throws {
        try options.openExisting().write { try $0.removeStaff(number: number) }
        try printTable([["removed", "staff", number]])
    }
}

/// `staff list`.
struct StaffList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List who may open the staff console.")

    @OptionGroup var options: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let (staff, sites) = try options.openExisting().read { transaction in
            (try transaction.staff(), try transaction.sites(of: transaction.tenant().number))
        }
        if json { return try printJSON(staff.map { StaffOutput($0) }) }
        guard !staff.isEmpty else {
            return try printText("Nobody may open the staff console yet; uketsuke-cloud staff add lets somebody in.\n")
        }
        try printTable(
            staff.map { entry in
                [
                    entry.record.number, entry.record.name, entry.record.role.rawValue,
                    sites.first { $0.number == entry.site }?.name ?? "every site",
                    entry.record.card == nil ? "no card" : "card",
                ]
            })
    }
}

extension StaffRole: ExpressibleByArgument {}
