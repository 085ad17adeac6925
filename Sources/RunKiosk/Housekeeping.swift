import Kiosk
import KioskStorage
import Reception
import Synchronization

/// Forgets what has outlived its time: names in memory within minutes, rows on the disk once an hour.
final class Housekeeping: Sendable {
    private let premises: Premises
    private let log: LogFile
    private let lastPurge = Mutex<Duration?>(nil)

    /// Names that a search has brought into memory leave it when nobody has searched for so long.
    private static let namesStay = Duration.seconds(120)
    private static let purgeEvery = Duration.seconds(3600)

    init(_ premises: Premises, log: LogFile) {
        self.premises = premises
        self.log = log
    }

    func step() -> Lane.Pause {
        // A kiosk that was revoked keeps nothing that could be forgotten.
        guard !premises.store.isWiped else { return .upTo(Housekeeping.purgeEvery) }
        premises.store.forgetHosts(unusedFor: Housekeeping.namesStay)
        let now = premises.clock.world.uptime()
        let isDue = lastPurge.withLock { last in
            if let last, now - last < Housekeeping.purgeEvery { return false }
            last = now
            return true
        }
        if isDue { purge() }
        return .upTo(.seconds(60))
    }

    /// A full or failing disk is the desk's to tell; here it only waits.
    private func purge() {
        let now = premises.clock.moment
        guard now.corrected.isTrusted else { return }
        let configuration = premises.configuration
        let passes = now.corrected.now.advanced(by: .seconds(-86_400 * configuration.keepPassesDays))
        let events = now.corrected.now.advanced(by: .seconds(-86_400 * configuration.keepEventsDays))
        do throws(StorageFailure) {
            _ = try premises.store.purge(passesBefore: passes, eventsBefore: events)
        } catch {
            log.write("tidy", ["failure": error.description])
        }
    }
}
