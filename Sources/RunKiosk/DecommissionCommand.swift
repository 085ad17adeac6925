import ArgumentParser
import Foundation
import Kiosk
import KioskStorage
import Reception

/// `decommission`: takes this machine out of service for good.
struct DecommissionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decommission", abstract: "Send what waits, then delete everything that this kiosk keeps.",
        discussion: """
            For a machine that is given away. The kiosk must not run. Keys go first, and every file is overwritten \
            before it is deleted. Where the cloud cannot be reached or has not taken everything, nothing is deleted, \
            unless --lose-events is given. Afterwards revoke it: uketsuke-cloud kiosk revoke ID.
            """)

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Delete although events wait that the cloud has not got; they are lost.")
    var loseEvents = false
    @Flag(help: "Do not ask.")
    var yes = false

    func run() throws {
        try Outcome.of {
            let configuration = try file.load()
            _ = try DataDirectory(existing: configuration.dataDirectory)
            let premises = try Premises.open(configuration, as: .owner)
            try confirm(premises.directory.path)
            try handOver(premises)
            let kiosk = premises.enrolment?.kiosk.uuidString
            try Revocation.wipeNamedKey(configuration)
            try premises.store.wipe()
            let next = kiosk.map { " Revoke it now: uketsuke-cloud kiosk revoke \($0)" } ?? ""
            print("Everything that this kiosk kept is deleted.\(next)")
        }
    }

    private func confirm(_ folder: String) throws {
        guard !yes else { return }
        print("This deletes everything in \(folder) for good. Type “delete” to go on:")
        guard readLine() == "delete" else { throw Outcome.Failed(description: "Nothing was deleted.") }
    }

    /// Sends what waits, this deed as the last.
    private func handOver(_ premises: Premises) throws {
        guard premises.enrolment != nil else { return }
        do {
            try premises.note(StaffAct(.decommissioned))
            try Pusher(
                outbox: premises.store, cloud: try premises.client(), clock: premises.clock,
                link: LinkMonitor { _, _ in }, tell: { _ in }
            ).pushAll()
        } catch  where loseEvents {
            return
        }
        let counts = try premises.store.counts()
        guard loseEvents || counts.waiting + counts.setAside == 0 else {
            throw Outcome.Failed(
                description:
                    "\(counts.waiting) events wait and \(counts.setAside) are set aside (uketsuke-kiosk queue export); "
                    + "nothing was deleted. Give --lose-events to delete them too.")
        }
    }
}
