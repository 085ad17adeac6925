import CloudDomain
import Crypto
import Foundation
import GRDB
import Reception

extension Transaction {
    /// For how long a delivery belongs to the worker that took it; then it is taken to have died.
    private static let lease: Duration = .seconds(60)
    /// A digest is put off for no longer than this.
    private static let longestQuiet: Duration = .seconds(60)

    /// Asked often and without writing.
    func hasDueNotice() throws -> Bool {
        try Int.fetchOne(
            db, sql: "SELECT 1 FROM notice WHERE state = 'pending' AND dueAt <= ? LIMIT 1", arguments: [now]) != nil
    }

    /// Takes the next due delivery. A ring that has waited until it is no longer news joins the digest.
    func claimDelivery() throws -> Delivery? {
        try db.execute(
            sql: "UPDATE notice SET lane = 'digest' WHERE state = 'pending' AND lane = 'ring' AND occurredAt < ?",
            arguments: [now.advanced(by: .zero - Notice.freshness)])
        while let first = try firstDue() {
            guard let webhook = try webhook(of: first) else {
                try settle([first.uuid("id")], state: "failed")
                continue
            }
            if first["lane"] == "ring" {
                let notice = try Self.notice(first)
                return try take([notice], id: notice.id, body: Wire.encode(notice), webhook: webhook)
            }
            guard try isQuiet(first) else { continue }
            let notices = try digestRows(with: first).map(Self.notice)
            let digest = NoticeDigest(
                id: Self.digestID(of: notices.map(\.id)), host: notices.first?.host ?? "", arrivals: notices)
            return try take(notices, id: digest.id, body: Wire.encode(digest), webhook: webhook)
        }
        return nil
    }

    /// Done, or to be tried again after a random wait (full jitter) that grows from 1 s to 5 min. What was tried
    /// together waits together, so that a digest stays one.
    func settle(_ delivery: Delivery, wasDelivered: Bool) throws {
        guard !wasDelivered else { return try settle(delivery.notices, state: "sent") }
        let row = try Row.fetchOne(
            db, sql: "SELECT attempts, queuedAt FROM notice WHERE id = ?", arguments: [delivery.notices.first?.text])
        guard let row else { return }
        let (attempts, queuedAt): (Int, Instant) = (row["attempts"], row["queuedAt"])
        guard now.since(queuedAt) <= Notice.patience else { return try settle(delivery.notices, state: "failed") }
        let ceiling = Double(min(300, 1 << min(attempts - 1, 9)))
        try postpone(
            delivery.notices, until: now.advanced(by: .milliseconds(Int64(1000 * ceiling * world.fraction()))))
    }

    private func firstDue() throws -> Row? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM notice WHERE state = 'pending' AND dueAt <= ? ORDER BY dueAt, id", arguments: [now])
    }

    private func take(_ notices: [Notice], id: UUID, body: Data, webhook: Webhook) throws -> Delivery {
        for notice in notices {
            try db.execute(
                sql: "UPDATE notice SET attempts = attempts + 1, dueAt = ? WHERE id = ?",
                arguments: [now.advanced(by: Self.lease), notice.id.text])
        }
        return Delivery(notices: notices.map(\.id), id: id, webhook: webhook, body: body)
    }

    /// Whether nothing has joined the digest for a while, or its first notice has waited for a minute; otherwise it is
    /// put off.
    private func isQuiet(_ first: Row) throws -> Bool {
        let newest = try Instant.fetchOne(
            db,
            sql: """
                SELECT max(queuedAt) FROM notice
                WHERE state = 'pending' AND lane = 'digest' AND tenant = ? AND recipient = ?
                """, arguments: [first["tenant"] as Int64, first["recipient"] as String])
        let due = (newest ?? now).advanced(by: Notice.digestQuiet)
        guard due > now, now.since(first["queuedAt"]) < Self.longestQuiet else { return true }
        try db.execute(
            sql: """
                UPDATE notice SET dueAt = ?
                WHERE state = 'pending' AND lane = 'digest' AND tenant = ? AND recipient = ? AND dueAt < ?
                """, arguments: [due, first["tenant"] as Int64, first["recipient"] as String, due])
        return false
    }

    /// Everything that waits for the digest's recipient, in order of time.
    private func digestRows(with first: Row) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM notice WHERE state = 'pending' AND lane = 'digest' AND tenant = ? AND recipient = ?
                AND dueAt <= ? ORDER BY occurredAt, id LIMIT 500
                """, arguments: [first["tenant"] as Int64, first["recipient"] as String, now])
    }

    private static func notice(_ row: Row) throws -> Notice {
        try Wire.decode(Notice.self, from: Data((row["body"] as String).utf8))
    }

    private func webhook(of row: Row) throws -> Webhook? {
        let host: String? = row["host"]
        let (tenant, site): (TenantNumber, SiteNumber?) = (row["tenant"], row["site"])
        let found =
            if let host {
                try Row.fetchOne(db, sql: "SELECT webhook, sealedSecret FROM host WHERE id = ?", arguments: [host])
            } else {
                try Row.fetchOne(
                    db, sql: "SELECT webhook, sealedSecret FROM site WHERE tenant = ? AND number = ?",
                    arguments: [tenant, site])
            }
        guard let text: String = found?["webhook"], let url = Webhook.url(text),
            let sealed: Data = found?["sealedSecret"]
        else { return nil }
        let name = host.map { "host/\($0)" } ?? "site/\(tenant)/\(site ?? 0)"
        return Webhook(url: url, secret: try vault.open(sealed, for: name))
    }

    private func settle(_ ids: [UUID], state: String) throws {
        for id in ids {
            try db.execute(sql: "UPDATE notice SET state = ? WHERE id = ?", arguments: [state, id.text])
        }
    }

    private func postpone(_ ids: [UUID], until due: Instant) throws {
        for id in ids {
            try db.execute(sql: "UPDATE notice SET dueAt = ? WHERE id = ?", arguments: [due, id.text])
        }
    }

    private static func digestID(of ids: [UUID]) -> UUID {
        let hash = SHA256.hash(data: Data(ids.map(\.text).sorted().joined(separator: "\n").utf8))
        var bytes = Array(hash.prefix(16))
        bytes[6] = 0x80 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
