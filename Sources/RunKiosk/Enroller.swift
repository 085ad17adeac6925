import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import Synchronization

/// Enrols the running kiosk at its administrator's word, on a lane of its own; the program starts anew with what it was
/// told.
final class Enroller: Sendable {
    private let premises: Premises
    private let revocation: Revocation
    private let log: LogFile
    private let tell: @Sendable (Message) -> Void
    private let asked = Mutex<EnrolmentOffer?>(nil)
    private let calling = Mutex<EnrolmentClient?>(nil)

    /// Data that is just being deleted may take so long, on whatever disk.
    private static let deletingTime = Duration.seconds(60)

    init(
        _ premises: Premises, revocation: Revocation, log: LogFile, tell: @escaping @Sendable (Message) -> Void
    ) {
        self.premises = premises
        self.revocation = revocation
        self.log = log
        self.tell = tell
    }

    /// Leaves an offer; the lane that runs ``step()`` is to be woken.
    func take(_ offer: EnrolmentOffer) { asked.withLock { $0 = offer } }

    /// Takes up the offer that was left, if there is one.
    func step() -> Lane.Pause {
        guard let offer = asked.withLock({ $0.take() }) else { return .upTo(.seconds(3600)) }
        tell(.enrolment(answer(to: offer)))
        return .upTo(.zero)
    }

    /// Ends a call under way.
    func cancel() { calling.withLock { $0 }?.cancel() }

    private func answer(to offer: EnrolmentOffer) -> EnrolmentNews {
        do {
            try finishDeleting()
            let authority = premises.configuration.caFile
            let enrolling = Enrolling(
                configuration: premises.configuration, directory: premises.directory, offer: offer,
                caFile: authority.isEmpty ? nil : authority, name: ProcessInfo.processInfo.hostName)
            defer { calling.withLock { $0 = nil } }
            let done = try enrolling.run { client in calling.withLock { $0 = client } }
            Revocation.unmark(premises.directory)
            // A store that was wiped keeps nothing more; the cloud's next answer tells the time again.
            try? premises.store.keep(done.clock)
            log.write("enrolled", [:])
            return .enrolled(tenant: done.enrolment.tenant.name, site: done.enrolment.site.name)
        } catch {
            let problem = EnrolmentProblem(error)
            log.write("enrolment", ["failure": "\(error)"])
            return .failed(problem)
        }
    }

    /// What this kiosk held before it was revoked must be gone before anything new is kept.
    private func finishDeleting() throws {
        guard revocation.waitForEnd(upTo: Enroller.deletingTime) else { throw KioskStore.isBeingWiped }
        if premises.store.isWiped, !premises.directory.keptFiles.isEmpty { try premises.directory.wipe() }
    }
}

extension EnrolmentProblem {
    /// What the screen says of an error of ``Enrolling/run(started:)``.
    init(_ error: any Error) {
        switch error {
        case is CloudAddressError: self = .badAddress
        case EnrolmentFailure.codeRefused: self = .codeRefused
        case EnrolmentFailure.cloud(let failure): self = EnrolmentProblem(failure)
        default: self = .storage
        }
    }

    private init(_ failure: CloudFailure) {
        switch failure {
        case .untrusted: self = .untrusted
        case .busy: self = .busy
        case .unreachable, .timedOut, .interrupted: self = .unreachable
        default: self = .notTheCloud
        }
    }
}
