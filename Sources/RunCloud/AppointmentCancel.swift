import ArgumentParser
import CloudStorage

/// `appointment cancel`.
struct AppointmentCancel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel an appointment; kiosks refuse its passes from then on.",
        discussion: "Example: uketsuke-cloud appointment cancel --data DIR ID")

    @OptionGroup var options: DataOptions

    @Argument(help: "The appointment's ID.")
    var id: IDArgument

    func run() throws {
        try options.openExisting().write { try $0.cancelAppointment(id.value) }
    }
}
