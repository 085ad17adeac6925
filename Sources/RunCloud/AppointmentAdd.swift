import ArgumentParser
import CloudDomain
import CloudPasses
import CloudStorage
import Foundation
import Reception

/// `appointment add`.
struct AppointmentAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an appointment and issue its visitors' passes.",
        discussion: """
            Prints each visitor's pass with token (the QR code's text) and passcode. Times are RFC 3339, or the \
            site's wall clock without an offset.

            Example: uketsuke-cloud appointment add --data DIR --title Review --start 2026-11-23T10:00 \\
                       --end 2026-11-23T11:00 --host '佐藤 花子' --visitor 'ACME;Ann Lee;ann@acme.example' \\
                       --room 3A --qr passes --json
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "What the appointment is about.")
    var title: String

    @Option(help: ArgumentHelp("When it begins: 2026-11-23T10:00 at the site, or with an offset.", valueName: "time"))
    var start: SiteMoment

    @Option(help: ArgumentHelp("When it ends, written the same way.", valueName: "time"))
    var end: SiteMoment

    @Option(help: ArgumentHelp("A known host's name; may be repeated.", valueName: "name"))
    var host: [String]

    @Option(
        help: ArgumentHelp("'Company;Name;mail', 'Company;Name' or 'Name'; may be repeated.", valueName: "visitor"))
    var visitor: [String]

    @Option(help: "Where it takes place.")
    var room: String = ""

    @Option(help: "The site's name; not needed while there is one.")
    var site: String?

    @Flag(help: "The passes admit any number of times on every day from start to end.")
    var period = false

    @Option(help: "The visitors' language (BCP 47), if known.")
    var language: String?

    @Option(help: ArgumentHelp("A folder that gets each pass's QR code as PNG.", valueName: "dir"))
    var qr: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard !visitor.isEmpty else { throw ValidationError("An appointment needs at least one --visitor.") }
        guard visitor.allSatisfy({ Visitor(line: $0) != nil }) else {
            throw ValidationError("--visitor takes 'Company;Name;mail', 'Company;Name' or 'Name'.")
        }
    }

    func run() throws {
        try prepareFolder()
        let (appointment, passes) = try options.openExisting().write { transaction in
            let site = try transaction.site(named: site)
            return try transaction.addAppointment(try draft(at: site), at: site)
        }
        var failure: (any Error)?
        let visitors = passes.map { pass in
            do {
                return IssuedPass(pass, picture: try draw(pass))
            } catch {
                failure = error
                return IssuedPass(pass)
            }
        }
        // The passes are issued, whatever became of the pictures: they can be drawn again, but not be told again.
        try tell(appointment, visitors)
        if let failure { throw failure }
    }

    private func tell(_ appointment: Appointment, _ visitors: [IssuedPass]) throws {
        if json {
            try printJSON(Output(appointment: appointment.id.uuidString.lowercased(), visitors: visitors))
        } else {
            try printTable([["appointment", appointment.id.uuidString.lowercased()]])
            try printTable(visitors.map { [$0.pass, $0.name, $0.passcode, $0.qr ?? $0.token] })
        }
    }

    /// Before anything is issued.
    private func prepareFolder() throws {
        guard let qr else { return }
        try? FileManager.default.createDirectory(atPath: qr, withIntermediateDirectories: true)
        let probe = "\(qr)/.uketsuke-probe"
        guard FileManager.default.createFile(atPath: probe, contents: Data()) else {
            throw CommandFailure("The folder \(qr) cannot be written to; check its path and owner.")
        }
        try? FileManager.default.removeItem(atPath: probe)
    }

    private func draft(at site: Site) throws -> AppointmentDraft {
        AppointmentDraft(
            title: title, start: try start.instant(at: site.time), end: try end.instant(at: site.time), room: room,
            kind: period ? .period : .single, hosts: host,
            visitors: visitor.compactMap { Visitor(line: $0, language: language) })
    }

    private func draw(_ pass: Pass) throws -> String? {
        guard let qr else { return nil }
        let file = "\(qr)/\(pass.id).png"
        try QRPicture(pass.token).writePNG(to: file)
        return file
    }

    private struct Output: Encodable {
        var appointment: String
        var visitors: [IssuedPass]
    }
}

/// A new pass as `appointment add` and `appointment list` print it.
struct IssuedPass: Encodable {
    var pass: String
    var name: String
    var company: String
    var token: String
    var passcode: String
    /// The PNG file, where one was asked for.
    var qr: String?

    init(_ pass: Pass, picture: String? = nil) {
        self.pass = pass.id.description
        name = pass.visitor.name
        company = pass.visitor.company
        token = pass.token
        passcode = pass.passcode
        qr = picture
    }
}
