import ArgumentParser
import CloudDomain
import CloudPasses
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

    @Option(help: ArgumentHelp("Write the code as PNG.", valueName: "file"))
    var png: String?

    @Option(help: ArgumentHelp("Write the code as SVG.", valueName: "file"))
    var svg: String?

    @Flag(help: "Draw the code in the terminal.")
    var terminal = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let (pass, appointment) = try options.openExisting().read { try $0.pass(self.pass.value) }
        let picture = try QRPicture(pass.token)
        if let png { try picture.writePNG(to: png) }
        if let svg { try write(picture.svg, to: svg) }
        if terminal { try printText(picture.terminal) }
        if json {
            try printJSON(Output(pass, appointment))
        } else if png == nil, svg == nil {
            let passcode = Passcode(pass.passcode)?.description ?? pass.passcode
            try printTable([[pass.id.description, pass.visitor.name, passcode], [pass.token]])
        }
    }

    private func write(_ text: String, to file: String) throws {
        do {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw CommandFailure("\(file) cannot be written; check the folder and the space.")
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
