import CloudDomain
import Foundation
import GRDB
import Reception

extension Transaction {
    /// A webhook that failed this many times in a row is said to fail.
    private static let worrying = 3
    /// How far back staff are told of what cannot be undone.
    private static let day: Duration = .seconds(-24 * 3600)

    func note(_ report: StatusReport, from kiosk: Kiosk) throws -> StatusAnswer {
        try keep(report, from: kiosk)
        return StatusAnswer(
            serverTime: now,
            notices: try concerns(ofKiosk: kiosk.id, since: now.advanced(by: Self.day)) + channelNotice(of: kiosk)
                + conflictNotice(of: kiosk))
    }

    /// Second admissions of single passes at the kiosk's site that came to light in the last 24 hours.
    private func conflictNotice(of kiosk: Kiosk) throws -> [String] {
        let conflicts = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM visit
                WHERE tenant = ? AND conflictAt > ? AND json_extract(body, '$.checkIn.siteName') = ?
                """, arguments: [kiosk.tenant, now.advanced(by: Self.day), kiosk.site.name])
        guard let conflicts, conflicts > 0 else { return [] }
        return ["Passes for one visit were used again (\(conflicts) in 24 hours); see uketsuke-cloud visits."]
    }

    /// Row P6: whoever stands at the reception rings by phone what no webhook tells, and knows since when.
    private func channelNotice(of kiosk: Kiosk) throws -> [String] {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT count(DISTINCT recipient) AS recipients, count(*) AS notices, min(queuedAt) AS since FROM notice
                WHERE tenant = ? AND (state = 'failed' AND queuedAt > ? OR state = 'pending' AND \(Self.failures) >= ?)
                """,
            arguments: [kiosk.tenant, now.advanced(by: Self.day), Self.worrying])
        guard let row, let since: Instant = row["since"] else { return [] }
        let (recipients, notices): (Int, Int) = (row["recipients"], row["notices"])
        let reading = kiosk.site.time.reading(of: since)
        return [
            "Notices cannot be delivered to \(recipients) recipient(s): \(notices) since \(reading.date) \(reading.time)"
                + ". Ring hosts by phone; the administrator must check their webhooks."
        ]
    }
}
