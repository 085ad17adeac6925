import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `appointment list`.
struct AppointmentList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List appointments in order of their start.",
        discussion: "Example: uketsuke-cloud appointment list --data DIR --day 2026-11-23 --json")

    @OptionGroup var options: DataOptions

    @Option(help: ArgumentHelp("Only those that begin on that day of the first site.", valueName: "yyyy-mm-dd"))
    var day: String?

    @Flag(help: "Print JSON, with tokens and passcodes.")
    var json = false

    func run() throws {
        let listing = try options.openExisting().read { transaction in
            try transaction.appointments(in: try window(transaction)).map { appointment in
                Output(appointment, passes: try transaction.passes(of: appointment))
            }
        }
        if json { return try printJSON(listing) }
        try printTable(
            listing.map {
                [$0.appointment, $0.start.rfc3339, $0.title, $0.room, $0.isCancelled ? "cancelled" : ""]
            })
    }

    private func window(_ transaction: Transaction) throws -> Range<Instant>? {
        guard let day else { return nil }
        let site = try transaction.sites(of: transaction.tenant().number).first?.time ?? .utc
        guard let window = site.day(named: day) else { throw CommandFailure("--day takes a day like 2026-11-23.") }
        return window
    }

    private struct Output: Encodable {
        var appointment: String
        var title: String
        var start: Instant
        var end: Instant
        var room: String
        var site: SiteNumber
        var kind: PassKind
        var isCancelled: Bool
        var hosts: [String]
        var visitors: [IssuedPass]

        init(_ appointment: Appointment, passes: [Pass]) {
            self.appointment = appointment.id.uuidString.lowercased()
            title = appointment.title
            start = appointment.start
            end = appointment.end
            room = appointment.room
            site = appointment.site
            kind = appointment.kind
            isCancelled = appointment.isCancelled
            hosts = appointment.hosts.map(\.name)
            visitors = passes.map { IssuedPass($0) }
        }
    }
}
