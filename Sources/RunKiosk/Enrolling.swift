import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception

/// Lets a cloud know this kiosk and keeps what it says: what `enrol` and the terminal's own screen do alike.
struct Enrolling {
    let configuration: Configuration
    let directory: DataDirectory
    let offer: EnrolmentOffer
    /// The PEM file of the only authorities to trust; `nil` for the system's.
    let caFile: String?
    /// What the administrator will call this kiosk.
    let name: String

    /// What is kept, and what the cloud's time says of this machine's clock.
    struct Done {
        var enrolment: Enrolment
        var clock: ClockState
    }

    /// Spends the code; what this machine may refuse (address, authorities, key) is looked at before.
    ///
    /// - Parameter started: is given the client before it calls, so that the call can be ended.
    /// - Throws: ``CloudAddressError``, ``Outcome/Failed``, ``StorageFailure``, ``EnrolmentFailure``.
    func run(started: (EnrolmentClient) -> Void = { _ in }) throws -> Done {
        let address = try CloudAddress(offer.cloud, caFile: caFile)
        let authorities = try readAuthorities()
        let key = try Premises.loadKey(configuration, directory)
        let client = EnrolmentClient(address: address, timeouts: configuration.timeouts)
        started(client)
        let request = EnrolmentRequest(code: offer.code, name: name, program: configuration.store.program)
        let start = World.live.uptime()
        let answer = try client.enrol(request)
        var clock = ClockState.initial
        clock.learn(serverTime: answer.serverTime, received: World.live.now(), took: World.live.uptime() - start)
        var enrolment = Enrolment(cloud: address.baseURL, name: name, answer: answer)
        try enrolment.save(ca: authorities, in: directory, key: key)
        return Done(enrolment: enrolment, clock: clock)
    }

    private func readAuthorities() throws -> Data? {
        guard let caFile else { return nil }
        guard let authorities = FileManager.default.contents(atPath: caFile) else {
            throw Outcome.Failed(description: "The CA file \(caFile) cannot be read; give the path of a PEM file.")
        }
        return authorities
    }
}
