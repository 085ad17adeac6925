import ArgumentParser
import CProcess
import Foundation
import Reception

/// `uketsuke-kiosk`: the terminal in the lobby, and the administrator's tool on that machine.
@main
struct KioskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uketsuke-kiosk",
        abstract: "The visitor terminal of Uketsuke: reads passes, greets visitors, and tells the cloud.",
        discussion: """
            Without a subcommand it runs the full-screen terminal. All subcommands read the same configuration: the file \
            given with --config, else \(Configuration.systemFile), else the defaults; kiosk.conf.example explains every \
            setting.

            EXIT CODES
              0   done
              1   what was asked for failed
              64  the command line is wrong
              69  the cloud cannot be reached
              74  the disk or a data file fails
              78  the configuration is wrong

            EXAMPLES
              uketsuke-kiosk enrol --url https://r.example.com --code ABCD-EFGH-JKLM
              uketsuke-kiosk
              uketsuke-kiosk status --json
            """,
        version: "uketsuke-kiosk \(Release.version)",
        subcommands: [
            RunCommand.self, EnrolCommand.self, SyncCommand.self, PushCommand.self, StatusCommand.self,
            QueueCommand.self, CheckCommand.self, DoctorCommand.self, BadgeCommand.self,
            AuditCommand.self, CredentialCommand.self, KeyCommand.self, DecommissionCommand.self, PageCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    static func main() {
        // First of all: a file opened in the place of a closed descriptor would be read as codes or written over.
        uk_process_fill_standard_descriptors()
        Lockdown.begin()
        main(nil)
    }
}

/// The option that every subcommand has.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Read this configuration file (TOML).", valueName: "file"))
    var config: String?

    func load() throws(ConfigurationFailure) -> Configuration { try Configuration.load(config) }
}
