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

    /// What may be taken now (`:now`): it is due, and no worker is at a delivery to the same recipient. One receiver
    /// that hangs so holds up one worker, however much waits for it.
    private static let isDue = """
        state = 'pending' AND dueAt <= :now AND NOT EXISTS (
            SELECT 1 FROM notice AS held WHERE held.tenant = notice.tenant AND held.recipient = notice.recipient
            AND held.leasedUntil > :now AND held.state = 'pending')
        """

    /// Asked often and without writing.
    func hasDueNotice() throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM notice WHERE \(Self.isDue) LIMIT 1", arguments: ["now": now]) != nil
    }

    /// Takes the next due delivery. A ring that has waited until it is no longer news joins the digest, and word of who
    /// has taken it is dropped.
    ///
    /// - Parameter base: where receivers answer; `nil` for nowhere.
    func claimDelivery(linkingTo base: String?) throws -> Delivery? {
        let limit = now.advanced(by: .zero - Notice.freshness)
        try db.execute(
            sql: "UPDATE notice SET lane = 'digest' WHERE state = 'pending' AND lane = 'ring' AND occurredAt < ?",
            arguments: [limit])
        try db.execute(
            sql: "UPDATE notice SET state = 'dropped' WHERE state = 'pending' AND lane = 'word' AND queuedAt < ?",
            arguments: [limit])
        while let first = try firstDue() {
            guard let webhook = try webhook(of: first) else {
                try settle([first.uuid("id")], state: "failed")
                continue
            }
            if first["lane"] != "digest" {
                guard let notice = try readable([first]).first else { continue }
                let links = first["answer"] == nil ? nil : base.map { answerLinks(of: notice.id, base: $0) }
                let body = try Wire.encode(notice.sent(answers: links))
                return try take([notice], id: notice.id, body: body, webhook: webhook)
            }
            guard let digest = try digest(with: first) else { continue }
            return try take(digest.arrivals, id: digest.id, body: Wire.encode(digest), webhook: webhook)
        }
        return nil
    }

    /// Done, or to be tried again after a random wait (full jitter) that grows from 1 s to 5 min. What was tried
    /// together waits together, so that a digest stays one; only what is too old by itself is given up, and what is
    /// left of its digest becomes another.
    func settle(_ delivery: Delivery, wasDelivered: Bool) throws {
        guard !wasDelivered else { return try settle(delivery.notices, state: "sent") }
        let rows = try delivery.notices.compactMap { id in
            try Row.fetchOne(
                db, sql: "SELECT id, attempts, queuedAt FROM notice WHERE id = ? AND state = 'pending'",
                arguments: [id.text])
        }
        let old = try rows.filter { now.since($0["queuedAt"]) > Notice.patience }.map { try $0.uuid("id") }
        try settle(old, state: "failed")
        let attempts: Int = rows.map { $0["attempts"] }.max() ?? 1
        let ceiling = Double(min(300, 1 << min(max(attempts - 1, 0), 9)))
        try postpone(
            delivery.notices.filter { !old.contains($0) }, isSameDigest: old.isEmpty,
            until: now.advanced(by: .milliseconds(Int64(1000 * ceiling * world.fraction()))))
    }

    private func firstDue() throws -> Row? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM notice WHERE \(Self.isDue) ORDER BY dueAt, id", arguments: ["now": now])
    }

    /// What can be sent of these rows. What cannot be read is given up, so that the rest goes on.
    private func readable(_ rows: [Row]) throws -> [Notice] {
        try rows.compactMap { row in
            if let notice = try? Wire.decode(Notice.self, from: Data((row["body"] as String).utf8)) { return notice }
            try settle([row.uuid("id")], state: "failed")
            return nil
        }
    }

    private func take(_ notices: [Notice], id: UUID, body: Data, webhook: Webhook) throws -> Delivery {
        let end = now.advanced(by: Self.lease)
        for notice in notices {
            try db.execute(
                sql: "UPDATE notice SET attempts = attempts + 1, dueAt = ?, leasedUntil = ? WHERE id = ?",
                arguments: [end, end, notice.id.text])
        }
        return Delivery(notices: notices.map(\.id), id: id, webhook: webhook, body: body)
    }

    /// The digest that `first` belongs to: the one that was tried before, unchanged under its ID, or a new one of
    /// everything that waits. `nil` when it is put off, or nothing of it can be read.
    private func digest(with first: Row) throws -> NoticeDigest? {
        if let text: String = first["digest"] {
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM notice WHERE digest = ? AND state = 'pending' ORDER BY occurredAt, id",
                arguments: [text])
            let notices = try readable(rows)
            guard !notices.isEmpty else { return nil }
            return NoticeDigest(id: try first.uuid("digest"), host: notices[0].host, arrivals: notices)
        }
        guard try isQuiet(first) else { return nil }
        let notices = try readable(try digestRows(with: first))
        guard !notices.isEmpty else { return nil }
        let id = Self.digestID(of: notices.map(\.id))
        for notice in notices {
            try db.execute(sql: "UPDATE notice SET digest = ? WHERE id = ?", arguments: [id.text, notice.id.text])
        }
        return NoticeDigest(id: id, host: notices[0].host, arrivals: notices)
    }

    /// Whether nothing has joined the digest for a while, or its first notice has waited for a minute; otherwise it is
    /// put off.
    private func isQuiet(_ first: Row) throws -> Bool {
        let newest = try Instant.fetchOne(
            db,
            sql: """
                SELECT max(queuedAt) FROM notice
                WHERE state = 'pending' AND lane = 'digest' AND digest IS NULL AND tenant = ? AND recipient = ?
                """, arguments: [first["tenant"] as Int64, first["recipient"] as String])
        let due = (newest ?? now).advanced(by: Notice.digestQuiet)
        guard due > now, now.since(first["queuedAt"]) < Self.longestQuiet else { return true }
        try db.execute(
            sql: """
                UPDATE notice SET dueAt = ?
                WHERE state = 'pending' AND lane = 'digest' AND digest IS NULL AND tenant = ? AND recipient = ?
                AND dueAt < ?
                """, arguments: [due, first["tenant"] as Int64, first["recipient"] as String, due])
        return false
    }

    /// Everything new that waits for the digest's recipient, in order of time.
    private func digestRows(with first: Row) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM notice WHERE state = 'pending' AND lane = 'digest' AND digest IS NULL AND tenant = ?
                AND recipient = ? AND dueAt <= ? ORDER BY occurredAt, id LIMIT 2000
                """, arguments: [first["tenant"] as Int64, first["recipient"] as String, now])
    }

    private func webhook(of row: Row) throws -> Webhook? {
        let (host, department): (String?, String?) = (row["host"], row["department"])
        let (tenant, site): (TenantNumber, SiteNumber?) = (row["tenant"], row["site"])
        let found =
            if let host {
                try Row.fetchOne(db, sql: "SELECT webhook, sealedSecret FROM host WHERE id = ?", arguments: [host])
            } else if let department {
                try Row.fetchOne(
                    db, sql: "SELECT webhook, sealedSecret FROM department WHERE id = ?", arguments: [department])
            } else {
                try Row.fetchOne(
                    db, sql: "SELECT webhook, sealedSecret FROM site WHERE tenant = ? AND number = ?",
                    arguments: [tenant, site])
            }
        guard let text: String = found?["webhook"], let url = Webhook.url(text),
            let sealed: Data = found?["sealedSecret"]
        else { return nil }
        let name = host.map { "host/\($0)" } ?? department.map { "department/\($0)" } ?? "site/\(tenant)/\(site ?? 0)"
        return Webhook(url: url, secret: try vault.open(sealed, for: name))
    }

    private func settle(_ ids: [UUID], state: String) throws {
        for id in ids {
            try db.execute(
                sql: "UPDATE notice SET state = ?, leasedUntil = NULL WHERE id = ?", arguments: [state, id.text])
        }
    }

    private func postpone(_ ids: [UUID], isSameDigest: Bool, until due: Instant) throws {
        for id in ids {
            try db.execute(
                sql: """
                    UPDATE notice SET dueAt = ?, leasedUntil = NULL, digest = iif(?, digest, NULL)
                    WHERE id = ? AND state = 'pending'
                    """, arguments: [due, isSameDigest, id.text])
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
