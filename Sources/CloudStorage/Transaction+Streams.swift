import CloudDomain
import Foundation
import GRDB
import Reception

extension Transaction {
    private static let longestMissing = 100
    /// So many events above a gap are looked at for further ones: a number that was set aside is missing for ever, and
    /// every batch after it would else walk over all that came since.
    private static let farthestLook = 10_000

    /// Moves a stream's place on over what the batch brought. Goes on from where it stood, so that its cost is that of
    /// the batch. A stream is the tenant's: a kiosk that was enrolled anew goes on with it.
    func followStream(_ stream: UUID, of kiosk: Kiosk) throws {
        var gapless = try streamStart(stream, of: kiosk.tenant)
        let above = try sequences(of: stream, tenant: kiosk.tenant, after: gapless)
        while let sequence = try above.next(), sequence <= gapless + 1 { gapless = sequence }
        let highest = try Int64.fetchOne(
            db, sql: "SELECT max(sequence) FROM event WHERE tenant = ? AND stream = ?",
            arguments: [kiosk.tenant, stream.text])
        try db.execute(
            prepared: """
                INSERT INTO stream (tenant, id, kiosk, highestGapless, highest, heardAt) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET kiosk = excluded.kiosk, highestGapless = excluded.highestGapless,
                    highest = excluded.highest, heardAt = excluded.heardAt
                """, [kiosk.tenant, stream.text, kiosk.id.text, gapless, highest ?? gapless, now])
    }

    /// Notes that a number comes a second time, before its event is kept. No outbox gives one twice: an old copy of it
    /// was put back, or two machines run on copies.
    func noteDoubledNumber(of event: Event, kiosk: Kiosk) throws {
        let isTaken = try db.value(
            Bool.self, prepared: "SELECT EXISTS (SELECT 1 FROM event WHERE tenant = ? AND stream = ? AND sequence = ?)",
            [kiosk.tenant, event.stream.text, event.sequence])
        guard isTaken == true else { return }
        try db.execute(
            prepared: """
                INSERT INTO stream (tenant, id, kiosk, highestGapless, highest, doubledAt) VALUES (?, ?, ?, 0, 0, ?)
                ON CONFLICT DO UPDATE SET doubledAt = excluded.doubledAt
                """, [kiosk.tenant, event.stream.text, kiosk.id.text, now])
    }

    /// Up to where the cloud has everything of a stream, and the first hundred numbers missing soon above that.
    func streamPlace(_ stream: UUID, of tenant: TenantNumber) throws -> (highestGapless: Int64, missing: [Int64]) {
        let gapless = try streamStart(stream, of: tenant)
        var missing: [Int64] = []
        var expected = gapless + 1
        let above = try sequences(of: stream, tenant: tenant, after: gapless, limit: Self.farthestLook)
        while missing.count < Self.longestMissing, let sequence = try above.next() {
            while expected < sequence, missing.count < Self.longestMissing {
                missing.append(expected)
                expected += 1
            }
            expected = max(expected, sequence &+ 1)
        }
        return (gapless, missing)
    }

    /// The streams that came from a kiosk, the one heard last first.
    func streams(of kiosk: UUID) throws -> [KioskListing.Stream] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM stream WHERE kiosk = ? ORDER BY heardAt DESC, id", arguments: [kiosk.text]
        ).map { row in
            let (stream, tenant): (UUID, TenantNumber) = (try row.uuid("id"), row["tenant"])
            let place = try streamPlace(stream, of: tenant)
            return KioskListing.Stream(
                stream: stream, highestGapless: place.highestGapless, highest: row["highest"], missing: place.missing,
                doubledNumbers: row["doubledAt"] == nil ? 0 : try doubledNumbers(of: stream, tenant: tenant),
                heardAt: row["heardAt"])
        }
    }

    private func doubledNumbers(of stream: UUID, tenant: TenantNumber) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM (
                    SELECT 1 FROM event WHERE tenant = ? AND stream = ? GROUP BY sequence HAVING count(*) > 1)
                """, arguments: [tenant, stream.text]) ?? 0
    }

    private func streamStart(_ stream: UUID, of tenant: TenantNumber) throws -> Int64 {
        try Int64.fetchOne(
            db, sql: "SELECT highestGapless FROM stream WHERE tenant = ? AND id = ?",
            arguments: [tenant, stream.text]) ?? 0
    }

    private typealias Sequences = FastDatabaseValueCursor<Int64>

    /// - Parameter limit: -1 is none.
    private func sequences(
        of stream: UUID, tenant: TenantNumber, after sequence: Int64, limit: Int = -1
    ) throws -> Sequences {
        try Int64.fetchCursor(
            db,
            sql: """
                SELECT sequence FROM event WHERE tenant = ? AND stream = ? AND sequence > ? ORDER BY sequence LIMIT ?
                """, arguments: [tenant, stream.text, sequence, limit])
    }
}
