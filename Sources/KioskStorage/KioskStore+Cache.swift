package import Kiosk
package import Reception
import Synchronization

extension KioskStore: Cache {
    package func cursor() throws(StorageFailure) -> Cursor? {
        try cache.use { try $0.read { try $0.state().cursor } }
    }

    /// A page that ends before the cursor, or is of another epoch, is old news by another process and is not applied; nor
    /// is one that was asked for before the cache was lost, whose rows would be the first and its cursor a lie. One that
    /// others follow leaves `heardAt` as it was: a cache that is still catching up is not fresh, and what it lacks may be
    /// to come.
    package func apply(_ page: ChangesPage, heardAt: Instant) throws(StorageFailure) {
        try cache.use { file in
            try file.write { rows in
                let state = try rows.state()
                guard let cursor = state.cursor, cursor.epoch == page.cursor.epoch,
                    cursor.sequence <= page.cursor.sequence
                else { return }
                let added = try page.changes.reduce(0) { try $0 + rows.apply($1.change, slot: state.slot) }
                try rows.advance(to: page.cursor, heardAt: page.hasMore ? nil : heardAt, addingPasses: added)
            }
        }
    }

    /// One process loads at a time; another is refused with ``StorageFailure`` of reason `.locked`.
    package func replace(
        heardAt: Instant, _ fill: (_ point: SnapshotPoint?, _ take: (SnapshotLine) throws -> Void) throws -> Void
    ) throws {
        guard let loading = try loadingLock() else {
            throw StorageFailure(
                reason: .locked, description: "Another process is loading the cache of \(directory.path); wait for it.")
        }
        defer { withExtendedLifetime(loading) {} }
        let file = cache.current
        do {
            let generation = try Generation(in: file, at: heardAt)
            do {
                try fill(generation.point, generation.take)
                try generation.finish()
            } catch {
                throw generation.failure ?? error
            }
        } catch {
            // Damage makes room for a new file now; what the caller hears is the error itself, in words.
            _ = try? cache.replacement(for: file, after: error)
            throw StorageFailure.isOfStorage(error) ? StorageFailure(error, file: CacheFile.name, in: directory) : error
        }
    }

    package func forgetLoad() throws(StorageFailure) {
        guard let loading = try loadingLock() else { return }
        defer { withExtendedLifetime(loading) {} }
        try cache.use(Generation.forget)
    }

    /// Nothing while another process loads.
    package func tidy() throws(StorageFailure) -> Bool {
        guard let loading = try loadingLock() else { return false }
        defer { withExtendedLifetime(loading) {} }
        return try cache.use(Generation.tidy)
    }

    package func heard(at instant: Instant) throws(StorageFailure) {
        try cache.use { try $0.write { try $0.heard(at: instant) } }
    }

    package func summary() throws(StorageFailure) -> CacheSummary {
        try cache.use { file in
            try file.read { rows in
                let state = try rows.state()
                let site = try enrolment.flatMap { try rows.site($0.site.number, slot: state.slot) }
                return CacheSummary(
                    passes: state.passes, cursor: state.cursor, heardAt: state.heardAt, site: site ?? enrolment?.site,
                    tenant: enrolment?.tenant, loadedPasses: state.load?.passes,
                    layout: try rows.layout(slot: state.slot),
                    departments: try rows.departments(slot: state.slot))
            }
        }
    }

    /// The right to write to the slot that does not serve; `nil` while another process has it.
    func loadingLock() throws(StorageFailure) -> AdvisoryLock? {
        try AdvisoryLock(path: directory.file("sync.lock"))
    }
}
