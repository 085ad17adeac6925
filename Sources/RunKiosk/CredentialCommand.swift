import ArgumentParser
import CloudLink
import Kiosk
import KioskStorage
import Reception

/// `credential`: what the kiosk proves itself with.
struct CredentialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credential", abstract: "Replace what this kiosk proves itself to the cloud with.",
        subcommands: [Rotate.self])

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Get a new credential from the cloud; the kiosk must not run.",
            discussion: """
                The old one ends with the first use of the new one, which is at once. After a power cut in between the \
                old one goes on for a day.
                """)

        @OptionGroup var file: ConfigurationOption

        func run() throws {
            try Outcome.of {
                let premises = try Premises.open(try file.load(), as: .owner)
                let client = try premises.client()
                try CredentialRotation(
                    premises: premises, log: try LogFile(path: premises.logPath, premises.configuration.log),
                    ask: { () throws(CloudFailure) in try client.rotateCredential() }, use: { client.use($0) }
                ).rotate()
                try Pusher(
                    outbox: premises.store, cloud: client, clock: premises.clock, link: LinkMonitor { _, _ in },
                    tell: { _ in }
                ).pushAll()
                print("This kiosk has a new credential; the old one has ended.")
            }
        }
    }
}

/// `key`: what seals the data on this machine.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Replace the key that seals this kiosk's data.", subcommands: [Rotate.self])

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal all data with a new key and overwrite the old one; the kiosk must not run.",
            discussion: """
                Needs as much room again as the data has. A power cut at any moment leaves either key whole, with the \
                data that it opens. A key that the configuration names ([files] key) is not made here.
                """)

        @OptionGroup var file: ConfigurationOption

        func run() throws {
            try Outcome.of {
                let configuration = try file.load()
                guard configuration.keyFile.isEmpty else {
                    throw Outcome.Failed(
                        description: "The key is \(configuration.keyFile), by [files] key; only kiosk.key is rotated.")
                }
                try rotate(in: configuration)
                let premises = try Premises.open(configuration, as: .owner)
                try premises.note(StaffAct(.keyRotated))
                print("The data is sealed with a new key; the old one is overwritten.")
            }
        }

        private func rotate(in configuration: Configuration) throws {
            let directory = try DataDirectory(existing: configuration.dataDirectory)
            try KeyRotation.run(try DataDirectoryLock(directory), .live)
        }
    }
}
