import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception

/// Replaces the kiosk's credential every 30 days, while it serves.
///
/// A mark on the disk comes first: the cloud takes the old credential until the new one is first used, for 24 hours at
/// the most, so that a kiosk whose power failed while it asked must ask again at once. The new one is on the disk before
/// any lane uses it. Where the new one never arrived and the kiosk stays off for those 24 hours, it has to be enrolled
/// again.
struct CredentialRotation {
    let premises: Premises
    let log: LogFile
    /// Asks the cloud.
    let ask: @Sendable () throws(CloudFailure) -> (credential: Credential, serverTime: Instant)
    /// Gives the new one to every lane.
    let use: @Sendable (Credential) -> Void

    static let interval = Duration.seconds(30 * 86_400)
    private static let mark = "credential.asked"
    private static let rest = Duration.seconds(3600)

    /// Rotates when it is due.
    func step() -> Lane.Pause {
        do {
            guard isDue else { return .upTo(CredentialRotation.rest) }
            try rotate()
            log.write("credential", ["done": "a new one is in use"])
        } catch {
            log.write("credential", ["failure": "\(error)"])
        }
        return .upTo(CredentialRotation.rest)
    }

    private var isDue: Bool {
        guard let enrolment = try? Enrolment.load(in: premises.directory, key: premises.key) else { return false }
        if FileManager.default.fileExists(atPath: premises.directory.file(CredentialRotation.mark)) { return true }
        let now = premises.clock.moment.corrected
        guard now.isTrusted else { return false }
        return enrolment.credentialSince.map { now.now.since($0) >= CredentialRotation.interval } ?? true
    }

    /// - Throws: ``CloudFailure``, ``StorageFailure``; the credential in use goes on then.
    func rotate() throws {
        guard var enrolment = try Enrolment.load(in: premises.directory, key: premises.key) else { return }
        try premises.directory.keep([], as: CredentialRotation.mark)
        let answer = try ask()
        enrolment.credential = answer.credential.secret
        enrolment.credentialSince = answer.serverTime
        try enrolment.save(ca: nil, in: premises.directory, key: premises.key)
        use(answer.credential)
        premises.directory.forget(CredentialRotation.mark)
        try premises.note(StaffAct(.credentialRotated))
    }
}
