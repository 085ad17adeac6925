import CloudDomain
import Foundation
import GRDB
import Reception

extension Transaction {
    /// A webhook that failed this many times in a row is said to fail.
    private static let worrying = 3

    func note(_ report: StatusReport, from kiosk: Kiosk) throws -> StatusAnswer {
        try db.execute(
            sql: "UPDATE kiosk SET status = ?, seenAt = ?, program = ? WHERE id = ?",
            arguments: [
                String(decoding: try Wire.encode(report), as: UTF8.self), now, report.program, kiosk.id.text,
            ])
        return StatusAnswer(
            serverTime: now,
            notices: try gapNotice(of: kiosk) + channelNotice(of: kiosk) + conflictNotice(of: kiosk))
    }

    private func gapNotice(of kiosk: Kiosk) throws -> [String] {
        let gaps = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM stream WHERE kiosk = ? AND highest > highestGapless",
            arguments: [kiosk.id.text])
        return gaps == 0 ? [] : ["Events of this kiosk are missing in the cloud; look at its queue for set-aside ones."]
    }

    /// Second admissions of single passes at the kiosk's site that came to light in the last 24 hours.
    private func conflictNotice(of kiosk: Kiosk) throws -> [String] {
        let conflicts = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM visit
                WHERE tenant = ? AND conflictAt > ? AND json_extract(body, '$.checkIn.siteName') = ?
                """, arguments: [kiosk.tenant, now.advanced(by: .seconds(-24 * 3600)), kiosk.site.name])
        guard let conflicts, conflicts > 0 else { return [] }
        return ["Passes for one visit were used again (\(conflicts) in 24 hours); see uketsuke-cloud visits."]
    }

    private func channelNotice(of kiosk: Kiosk) throws -> [String] {
        let failing = try Int.fetchOne(
            db,
            sql: """
                SELECT count(DISTINCT recipient) FROM notice
                WHERE tenant = ? AND (state = 'failed' AND queuedAt > ? OR state = 'pending' AND attempts >= ?)
                """,
            arguments: [kiosk.tenant, now.advanced(by: .seconds(-24 * 3600)), Self.worrying])
        guard let failing, failing > 0 else { return [] }
        return ["Notices cannot be delivered to \(failing) recipient(s); check their webhooks."]
    }
}
