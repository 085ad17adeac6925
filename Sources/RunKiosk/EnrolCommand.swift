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
    @Option(help: ArgumentHelp("The cloud's address, beginning with https://.", valueName: "url"))
    var url: String
    @Option(help: ArgumentHelp("The one-time code; - reads it from standard input.", valueName: "code"))
    var code: String
    @Option(help: ArgumentHelp("Trust only the authorities in this PEM file.", valueName: "file"))
    var ca: String?
    @Option(help: ArgumentHelp("What the administrator will call this kiosk.", valueName: "name"))
    var name: String = ProcessInfo.processInfo.hostName

    func run() throws {
        try Outcome.of {
            let configuration = try file.load()
            let address = try CloudAddress(url, caFile: ca)
            let authorities = try readAuthorities()
            let directory = try DataDirectory(path: configuration.dataDirectory)
            let lock = try DataDirectoryLock(directory)
            let key = try Premises.loadKey(configuration, directory)
            let client = EnrolmentClient(address: address, timeouts: configuration.timeouts)
            let request = EnrolmentRequest(
                code: code == "-" ? readLine() ?? "" : code, name: name, program: configuration.store.program)
            let start = World.live.uptime()
            let answer = try client.enrol(request)
            var clock = ClockState.initial
            clock.learn(
                serverTime: answer.serverTime, received: World.live.now(), took: World.live.uptime() - start)
            var enrolment = Enrolment(cloud: address.baseURL, name: name, answer: answer)
            try enrolment.save(ca: authorities, in: directory, key: key)
            let store = try KioskStore.open(
                at: directory, key: key, enrolment: enrolment, settings: configuration.store, lock: lock, .live)
            try store.keep(clock)
            Revocation.unmark(directory)
            let option = file.config.map { " --config \($0)" } ?? ""
            print(
                "Enrolled “\(name)” at \(answer.tenant.name), \(answer.site.name). Start it: uketsuke-kiosk run\(option)"
            )
        }
    }

    private func readAuthorities() throws -> Data? {
        guard let ca else { return nil }
        guard let authorities = FileManager.default.contents(atPath: ca) else {
            throw Outcome.Failed(description: "The CA file \(ca) cannot be read; give the path of a PEM file.")
        }
        return authorities
    }
}
