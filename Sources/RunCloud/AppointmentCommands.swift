import ArgumentParser

/// `appointment …`.
struct AppointmentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appointment", abstract: "Appointments, their visitors and passes.",
        subcommands: [
            AppointmentAdd.self, AppointmentEditCommand.self, AppointmentCancel.self, AppointmentList.self,
            AppointmentPurge.self,
        ])
}
