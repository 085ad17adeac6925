import ArgumentParser
import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception

/// `enrol`: lets the cloud know this kiosk.
struct EnrolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Enrol this kiosk with a cloud, with a one-time code from its administrator.",
        discussion: """
            The code comes from `uketsuke-cloud enrol-code`, works once and for 15 minutes. Address, CA file and \
            credential are kept in the data folder, so that no other command needs them. Enrolling again replaces the \
            credential; events that were not sent yet are kept and sent.
            """)

    @OptionGroup var file: ConfigurationOption
    @Option(
        help: ArgumentHelp("The cloud's address, beginning with https://; not with a UKCE… code.", valueName: "url"))
    var url: String?
    @Option(
        help: ArgumentHelp(
            "The one-time code, or all of an enrolment code (UKCE…); - reads it from standard input.",
            valueName: "code"))
    var code: String
    @Option(help: ArgumentHelp("Trust only the authorities in this PEM file.", valueName: "file"))
    var ca: String?
    @Option(help: ArgumentHelp("What the administrator will call this kiosk.", valueName: "name"))
    var name: String = ProcessInfo.processInfo.hostName

    func run() throws {
        try Outcome.of {
            let configuration = try file.load()
            let offer = try offer()
            let authority = ca ?? configuration.caFile
            let directory = try DataDirectory(path: configuration.dataDirectory)
            let lock = try DataDirectoryLock(directory)
            let done = try Enrolling(
                configuration: configuration, directory: directory, offer: offer,
                caFile: authority.isEmpty ? nil : authority, name: name
            ).run()
            let store = try KioskStore.open(
                at: directory, key: try Premises.loadKey(configuration, directory), enrolment: done.enrolment,
                settings: configuration.store, lock: lock, .live)
            try store.keep(done.clock)
            Revocation.unmark(directory)
            let option = file.config.map { " --config \($0)" } ?? ""
            let place = "\(done.enrolment.tenant.name), \(done.enrolment.site.name)"
            print("Enrolled “\(name)” at \(place). Start it: uketsuke-kiosk run\(option)")
        }
    }

    /// Address and code, from the options or from the one code that holds both.
    private func offer() throws -> EnrolmentOffer {
        let code = code == "-" ? readLine() ?? "" : code
        if let offer = EnrolmentOffer(controlCode: code) {
            guard url == nil else {
                throw ValidationError("This code holds the address; leave --url out.")
            }
            return offer
        }
        guard let url else { throw ValidationError("Give --url too: this code does not hold the address.") }
        return EnrolmentOffer(cloud: url, code: code)
    }
}
