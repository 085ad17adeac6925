import CloudDomain
import Foundation
import GRDB
import Reception

extension Instant {
    /// Before everything that a kiosk was ever told.
    static let distantPast = Instant.writable.lowerBound
}

extension Transaction {
    /// A kiosk that has not been heard from for so long is not said to have a wrong clock: nobody knows.
    private static let unheard: Duration = .seconds(24 * 3600)

    /// Keeps what a heartbeat tells, and whether it came from another machine than the one before it.
    ///
    /// A machine's boot has an ID of its own for ever, so that one which comes back after another one has been heard can
    /// only be a second machine with the same credential.
    func keep(_ report: StatusReport, from kiosk: Kiosk) throws {
        let boot = report.clock.bootID
        try db.execute(
            sql: """
                UPDATE kiosk SET status = ?, seenAt = ?, program = ?,
                    twinAt = iif(? <> '' AND boot <> ? AND formerBoot = ?, ?, twinAt),
                    formerBoot = iif(boot = ? OR ? = '', formerBoot, boot),
                    boot = iif(? = '', boot, ?)
                WHERE id = ?
                """,
            arguments: [
                String(decoding: try Wire.encode(report), as: UTF8.self), now, report.program, boot, boot, boot, now,
                boot, boot, boot, boot, kiosk.id.text,
            ])
    }

    /// What is wrong with a kiosk, a sentence each, without personal data.
    ///
    /// - Parameter moment: what came to light before it and cannot be undone is left out, as is what is missing of an
    ///   outbox that was not heard since and is not the newest.
    func concerns(ofKiosk id: UUID, since moment: Instant) throws -> [String] {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT status, seenAt, twinAt,
                    EXISTS (
                        SELECT 1 FROM stream WHERE stream.kiosk = kiosk.id AND highest > highestGapless
                        AND (heardAt > ? OR heardAt = (
                            SELECT max(heardAt) FROM stream AS last WHERE last.kiosk = kiosk.id))) AS hasGap,
                    (SELECT max(doubledAt) FROM stream WHERE stream.kiosk = kiosk.id) AS doubledAt
                FROM kiosk WHERE id = ?
                """, arguments: [moment, id.text])
        guard let row else { return [] }
        var concerns: [String] = []
        if row["hasGap"] {
            concerns.append("Events of this kiosk are missing in the cloud; look at its queue for set-aside ones.")
        }
        if let doubledAt: Instant = row["doubledAt"], doubledAt > moment {
            concerns.append(
                "This kiosk numbered events twice; an old copy of its data was restored, or a second machine uses one.")
        }
        if let twinAt: Instant = row["twinAt"], twinAt > moment {
            concerns.append("Two machines report as this kiosk in turn; enrol one of them anew.")
        }
        return concerns + (try clockConcern(row))
    }

    /// By what the kiosk's clock showed when it last reported.
    private func clockConcern(_ row: Row) throws -> [String] {
        guard let seenAt: Instant = row["seenAt"], now.since(seenAt) < Self.unheard, let text: String = row["status"],
            let report = try? Wire.decode(StatusReport.self, from: Data(text.utf8))
        else { return [] }
        let off = seenAt.since(report.deviceTime)
        guard abs(off.wholeMilliseconds) > Visit.Moment.driftTolerance.wholeMilliseconds else { return [] }
        let minutes = abs(off.wholeMilliseconds) / 60_000
        let way = off > .zero ? "behind" : "ahead"
        return ["This kiosk's clock is \(minutes) minutes \(way); set it, or let the network set it."]
    }
}
