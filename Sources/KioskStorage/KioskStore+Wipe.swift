package import Kiosk
import Synchronization

extension KioskStore {
    /// Closes both files and deletes everything that the kiosk keeps (``DataDirectory/wipe()``), because it was revoked
    /// or taken out of service.
    ///
    /// From then on every call throws, and nothing is begun anew. Waits for what other threads are at.
    package func wipe() throws(StorageFailure) {
        wiped.set()
        hosts.withLock { $0 = KnownHosts() }
        // What does not close (another thread reads on) is deleted all the same.
        try? outbox.current.close()
        try? cache.current.close()
        try directory.wipe()
    }

    /// Whether ``wipe()`` has been called.
    package var isWiped: Bool { wiped.isSet }

    /// For whoever must wait for its end, and has waited long enough.
    package static let isBeingWiped = StorageFailure(
        reason: .other, description: "This kiosk's data is still being deleted; try again in a minute.")

    /// What every call says from then on.
    static let wasWiped = StorageFailure(
        reason: .other, description: "This kiosk's data was deleted because it was revoked; enrol it again.")
}

/// Whether the store's files were deleted on purpose; shared with what would begin them anew.
final class WipedFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .sequentiallyConsistent) }

    func set() { flag.store(true, ordering: .sequentiallyConsistent) }
}
