import ArgumentParser
import CloudDomain
import CloudStorage
import Foundation
import Reception

/// `pass show`.
struct PassShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a pass, or draw its QR code.",
        discussion: """
            Examples: uketsuke-cloud pass show --data DIR 0123456789abcdef --terminal
                      uketsuke-cloud pass show --data DIR 0123456789abcdef --png pass.png --svg pass.svg
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "The pass's ID.")
    var pass: PassArgument

    @OptionGroup var drawing: DrawingOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let (pass, appointment) = try options.openExisting().read { try $0.pass(self.pass.value) }
        try drawing.draw(pass.token)
        if json {
            try printJSON(Output(pass, appointment))
        } else if !drawing.isFiled {
            let passcode = Passcode(pass.passcode)?.description ?? pass.passcode
            try printTable([[pass.id.description, pass.visitor.name, passcode], [pass.token]])
        }
    }

    private struct Output: Encodable {
        var pass: String
        var name: String
        var company: String
        var token: String
        var passcode: String
        var state: PassState
        var from: Instant
        var until: Instant
        var appointment: String

        init(_ pass: Pass, _ appointment: Appointment) {
            self.pass = pass.id.description
            name = pass.visitor.name
            company = pass.visitor.company
            token = pass.token
            passcode = pass.passcode
            state = pass.record(for: appointment).state
            from = pass.window.lowerBound
            until = pass.window.upperBound
            self.appointment = appointment.id.uuidString.lowercased()
        }
    }
}
