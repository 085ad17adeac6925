import Foundation
package import Kiosk
package import Reception
import Synchronization

/// What a process without the folder's lock does to the two files.
package enum StoreAccess: Sendable {
    /// It reads and writes, and makes files that are missing.
    case creating
    /// It reads and writes files that are there.
    case writing
    /// It only looks, also on a disk that is full or read-only; every deed is refused with ``StorageFailure``.
    case reading
}

/// What the kiosk keeps on its disk: the module that must not fail.
///
/// ## What always holds
/// 1. **Durable first.** ``admit(_:at:)`` and ``record(_:at:)`` return after the commit of one `BEGIN IMMEDIATE`
///    transaction on `outbox.sqlite`, with WAL and `synchronous=FULL` read back at opening. Event, visit state, sequence
///    number and clock floor are in that one transaction. When they throw, none of it is there.
/// 2. **Nothing leaves the outbox but by the cloud's word for that very event.** `accepted` and `duplicate` acknowledge
///    it, `rejected` sets it aside. Everything else (no answer, an answer without that event, a killed sender) leaves it
///    waiting. What is acknowledged never goes back.
/// 3. **Sequence numbers are gapless and never used again**, because the counter is a row of its own that is raised in
///    the event's transaction and outlives every purge. A new outbox begins a new stream.
/// 4. **One sender at a time** over all processes: a lease is held together with a lock of the kernel (`push.lock`), so
///    whoever gets the lock may put leases of the dead back to waiting.
/// 5. **What is sealed opens only in its place**: bodies are AES-256-GCM with table and row as associated data; passes
///    and passcodes are found by keyed hash. Columns in the clear hold times, states, kinds, counters and random IDs.
/// 6. **The cache can be lost at any moment.** A page and its cursor are one transaction; a fresh generation is loaded
///    beside the one that serves and swapped in one transaction; a page older than the cursor is not applied.
/// 7. **What a failed flush left behind is not believed.** SQLite forgets a commit whose flush failed and writes the next
///    one over it, so the store goes on without being opened anew. But the system may take those bytes for written and
///    never flush them, and after a crash they read as a commit: so every opening for writing first writes the journal
///    over itself and flushes that (`Journal`). Such a commit, which nobody was told of, may then be there or not.
/// 8. **Damage is never silent.** A damaged outbox is moved aside whole and kept, what can be read of it is taken over,
///    recording goes on in a new one, and ``notes`` says so. A damaged cache is moved aside and fetched again. A journal
///    ends where it is damaged, as after a power cut: commits behind that are gone, and the cloud tells of those that it
///    has had.
/// 9. **An old copy of the folder is noticed** as soon as the cloud has seen a number that is yet to be given: a new
///    stream begins, nothing is lost, and ``notes`` says so.
///
/// ## Layout
/// `kiosk.key` (sealing), `kiosk.lock` (who runs and repairs), `outbox.sqlite` (events, visits, clock; one connection),
/// `cache.sqlite` (what the cloud said, in two slots; one writer, readers that never wait), `enrolment.json`, `ca.pem`,
/// and what staff have exported (`set-aside-….jsonl`).
///
/// With a ``DataDirectoryLock`` a process owns the files: it repairs, and begins new ones. Without one it is a guest
/// beside the owner: it may read, queue, send and sync, and gets a ``StorageFailure`` where a file needs repair.
///
/// ## What it is and is not
/// It is a book and a copy, on one machine, for one kiosk. It is no backup: a destroyed disk takes unsent events along.
/// It keeps no secret from the machine's root, who can read the key. It does not decide (`Decision` does), does not
/// speak to the cloud, does not forget a repeated scan (the caller does), and does not purge unless it is told to.
package final class KioskStore: Sendable {
    let outbox: Recoverable<OutboxFile>
    let cache: Recoverable<CacheFile>
    let settings: StoreSettings
    let opening: Opening
    let enrolment: Enrolment?
    let sending = Mutex(Sending())
    let hosts = Mutex(KnownHosts())
    let wiped = WipedFlag()

    /// Opens both files; makes them at first use, unless `access` says otherwise.
    ///
    /// - Parameters:
    ///   - enrolment: what the kiosk was told when it was enrolled; a cache of another origin is begun anew.
    ///   - lock: makes this process the owner, which repairs what is damaged and puts orphaned leases back to waiting.
    ///   - access: what a process without that lock may do; the owner makes what is missing.
    /// - Throws: ``StorageFailure`` when a file cannot be opened, was sealed with another key or by a newer release, is
    ///   damaged and this process is not the owner, or is missing and this process does not make it.
    package static func open(
        at directory: DataDirectory, key: SealingKey, enrolment: Enrolment?, settings: StoreSettings,
        lock: DataDirectoryLock?, access: StoreAccess = .creating, _ world: World
    ) throws(StorageFailure) -> KioskStore {
        let opening = Opening(
            directory: directory, key: key, isOwner: lock != nil, access: access, origin: enrolment?.origin,
            world: world)
        let outbox: OutboxFile
        let cache: CacheFile
        do { outbox = try opening.outbox() } catch { throw StorageFailure(error, file: OutboxFile.name, in: directory) }
        do { cache = try opening.cache() } catch { throw StorageFailure(error, file: CacheFile.name, in: directory) }
        let store = KioskStore(outbox, cache, opening, enrolment, settings)
        if lock != nil { try store.releaseOrphans() }
        return store
    }

    private init(
        _ outbox: OutboxFile, _ cache: CacheFile, _ opening: Opening, _ enrolment: Enrolment?, _ settings: StoreSettings
    ) {
        self.settings = settings
        self.opening = opening
        self.enrolment = enrolment
        let wiped = wiped
        self.outbox = Recoverable(outbox, name: OutboxFile.name, in: opening.directory) {
            if wiped.isSet { throw KioskStore.wasWiped }
            return try opening.newOutbox()
        }
        self.cache = Recoverable(cache, name: CacheFile.name, in: opening.directory) {
            if wiped.isSet { throw KioskStore.wasWiped }
            return try opening.newCache()
        }
    }

    var directory: DataDirectory { opening.directory }
    var world: World { opening.world }

    /// What happened to the files since they were opened: to be said loudly, each once. Grows when damage is met in use.
    package var notes: [StoreNote] { opening.notes.all }
}
