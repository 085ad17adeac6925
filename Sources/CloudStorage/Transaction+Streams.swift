import CloudDomain
import Foundation
import GRDB
import Reception

extension Transaction {
    private static let longestMissing = 100

    /// Moves a stream's place on over what the batch brought. Goes on from where it stood, so that its cost is that of
    /// the batch. A stream is the tenant's: a kiosk that was enrolled anew goes on with it.
    func followStream(_ stream: UUID, of kiosk: Kiosk) throws {
        var gapless = try streamStart(stream, of: kiosk)
        let above = try sequences(of: stream, kiosk: kiosk, after: gapless)
        while let sequence = try above.next(), sequence <= gapless + 1 { gapless = sequence }
        let highest = try Int64.fetchOne(
            db, sql: "SELECT max(sequence) FROM event WHERE tenant = ? AND stream = ?",
            arguments: [kiosk.tenant, stream.text])
        try db.execute(
            sql: "INSERT OR REPLACE INTO stream (tenant, id, kiosk, highestGapless, highest) VALUES (?, ?, ?, ?, ?)",
            arguments: [kiosk.tenant, stream.text, kiosk.id.text, gapless, highest ?? gapless])
    }

    /// Up to where the cloud has everything of a stream, and the first hundred numbers missing above that.
    func streamPlace(_ stream: UUID, of kiosk: Kiosk) throws -> (highestGapless: Int64, missing: [Int64]) {
        let gapless = try streamStart(stream, of: kiosk)
        var missing: [Int64] = []
        var expected = gapless + 1
        let above = try sequences(of: stream, kiosk: kiosk, after: gapless)
        while missing.count < Self.longestMissing, let sequence = try above.next() {
            while expected < sequence, missing.count < Self.longestMissing {
                missing.append(expected)
                expected += 1
            }
            expected = max(expected, sequence) &+ 1
        }
        return (gapless, missing)
    }

    private func streamStart(_ stream: UUID, of kiosk: Kiosk) throws -> Int64 {
        try Int64.fetchOne(
            db, sql: "SELECT highestGapless FROM stream WHERE tenant = ? AND id = ?",
            arguments: [kiosk.tenant, stream.text]) ?? 0
    }

    private func sequences(of stream: UUID, kiosk: Kiosk, after sequence: Int64) throws -> FastDatabaseValueCursor<
        Int64
    > {
        try Int64.fetchCursor(
            db, sql: "SELECT sequence FROM event WHERE tenant = ? AND stream = ? AND sequence > ? ORDER BY sequence",
            arguments: [kiosk.tenant, stream.text, sequence])
    }
}
