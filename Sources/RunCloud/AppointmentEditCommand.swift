import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation

/// `appointment edit`.
struct AppointmentEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change an appointment; its visitors keep their codes.",
        discussion: "Example: uketsuke-cloud appointment edit --data DIR ID --room 5B")

    @OptionGroup var options: DataOptions

    @Argument(help: "The appointment's ID.")
    var id: IDArgument

    @Option(help: "The new title.")
    var title: String?

    @Option(help: ArgumentHelp("When it begins now.", valueName: "time"))
    var start: SiteMoment?

    @Option(help: ArgumentHelp("When it ends now.", valueName: "time"))
    var end: SiteMoment?

    @Option(help: "The new room.")
    var room: String?

    func run() throws {
        try options.openExisting().write { transaction in
            let site = try transaction.site(of: try transaction.appointment(id.value))
            let edit = AppointmentEdit(
                title: title, start: try start?.instant(at: site.time), end: try end?.instant(at: site.time), room: room
            )
            try transaction.editAppointment(id.value, edit)
        }
    }
}
