import ArgumentParser
import Kiosk
import KioskStorage

/// `audit`: whether what staff and administrators did is on record as it was recorded.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check the record of what staff and administrators did on this machine.",
        subcommands: [Verify.self], defaultSubcommand: Verify.self)

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the chain of staff's deeds; works while the kiosk runs.",
            discussion: """
                Each deed names the one before it by its SHA-256, so that none can be changed, left out or put in \
                without a trace. This checks what is on this machine; uketsuke-cloud audit verify checks what the cloud \
                has got. Prints each place where the chain does not hold, and exits with 1 when there is one.
                """)

        @OptionGroup var file: ConfigurationOption

        func run() throws {
            try Outcome.of {
                let report = try Premises.open(try file.load(), as: .onlooker).store.audit()
                for fault in report.faults { print(fault.description) }
                guard report.faults.isEmpty else {
                    throw Outcome.Failed(
                        description:
                            "The record does not hold in \(report.faults.count) places; tell the administrator.")
                }
                print("The record holds: \(report.checked) deeds checked, \(report.purged) at the cloud alone.")
            }
        }
    }
}
