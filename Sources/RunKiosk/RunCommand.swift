import ArgumentParser
import Curses
import Foundation
import Kiosk

/// `run`: the full-screen terminal.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the full-screen terminal (the default).",
        discussion: """
            Codes come from the camera, from a keyboard-wedge scanner that types into this terminal, or line by line \
            from standard input when that is not a terminal; the screen is then on /dev/tty.
            """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        try Outcome.of {
            let configuration = try file.load()
            try Revocation.finish(in: configuration)
            let premises = try Premises.open(configuration, as: .owner)
            let log = try LogFile(path: premises.logPath, configuration.log)
            let program = try KioskProgram(premises, log: log)
            let terminal = try TerminalChoice.open(
                .init(
                    usesColour: premises.configuration.usesColour ? .automatic : .never,
                    logDescriptor: log.descriptor), isPlain: premises.configuration.isPlain)
            let startsAnew = program.serve(on: terminal)
            terminal.close()
            if startsAnew { try Lockdown.startAnew() }
        }
    }
}
