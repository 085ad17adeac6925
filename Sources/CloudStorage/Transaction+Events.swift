package import CloudDomain
import Crypto
import Foundation
import GRDB
import Reception

extension Transaction {
    /// Every event, in the order in which they came.
    package func eventRecords() throws -> [EventRecord] {
        let answers = try answers()
        return try Row.fetchAll(
            db,
            sql: """
                SELECT body, EXISTS (
                    SELECT 1 FROM event AS other WHERE other.tenant = event.tenant AND other.stream = event.stream
                    AND other.sequence = event.sequence AND other.id <> event.id) AS isNumberDoubled
                FROM event WHERE tenant = ? ORDER BY rowid
                """, arguments: [tenant().number]
        ).map { row in
            let recorded = try Self.recorded(row["body"])
            return EventRecord(
                recorded, isNumberDoubled: row["isNumberDoubled"], answer: answers[recorded.event.id])
        }
    }

    func record(_ batch: SentBatch, from kiosk: Kiosk) throws -> EventReceipt {
        let results = try batch.events.map { try record($0, sender: batch.sender, from: kiosk) }
        let events = batch.events.compactMap { if case .event(let event) = $0 { event } else { nil } }
        for stream in Set(events.map(\.stream)) { try followStream(stream, of: kiosk) }
        let place = try events.last.map { try streamPlace($0.stream, of: kiosk.tenant) }
        return EventReceipt(
            results: results, highestGapless: place?.highestGapless ?? 0, missing: place?.missing ?? [],
            serverTime: now)
    }

    private func record(_ sent: SentEvent, sender: SenderClock?, from kiosk: Kiosk) throws -> EventResult {
        switch sent {
        case .malformed(let id, let reason):
            EventResult(id: id ?? .none, status: .rejected, reason: reason)
        case .event(let event):
            try recordApart(event, sender: sender, from: kiosk)
        }
    }

    /// Keeps an event that the storage can never take from holding back the rest of its batch.
    ///
    /// - Throws: what another try may not meet: a full or failing disk, a busy database.
    private func recordApart(_ event: Event, sender: SenderClock?, from kiosk: Kiosk) throws -> EventResult {
        var result = EventResult(
            id: event.id, status: .rejected, reason: "The cloud cannot store this event; its contents do not fit.")
        do {
            try db.inSavepoint {
                result = try record(event, sender: sender, from: kiosk)
                return .commit
            }
        } catch let error as DatabaseError where error.isForGood {
            return result
        } catch is EncodingError, is DecodingError {
            return result
        }
        return result
    }

    private func record(_ event: Event, sender: SenderClock?, from kiosk: Kiosk) throws -> EventResult {
        let digest = Data(SHA256.hash(data: try Wire.encode(event)))
        if let known = try knownResult(of: event, digest: digest, kiosk: kiosk) { return known }
        let pass = try event.pass.flatMap { try knownPass($0, of: kiosk.tenant) }
        let recorded = RecordedEvent(
            event: event, kiosk: kiosk.id, kioskName: kiosk.name, siteName: kiosk.site.name, receivedAt: now,
            visitor: try frozenVisitor(of: event, pass: pass, tenant: kiosk.tenant),
            drift: sender.flatMap { ClockDrift(of: event, sender: $0, receivedAt: now) })
        try noteDoubledNumber(of: event, kiosk: kiosk)
        try insert(recorded, digest: digest, kiosk: kiosk)
        if recorded.shapesVisits { try refold(recorded, appointment: pass?.1, kiosk: kiosk) }
        if event.act?.kind == .evacuationEnded { try endEvacuation(recorded, kiosk: kiosk) }
        let notice = try queueNotices(for: recorded, appointment: pass?.1, kiosk: kiosk)
        try db.execute(prepared: "UPDATE event SET notice = ? WHERE id = ?", [notice?.rawValue, event.id.text])
        return EventResult(id: event.id, status: .accepted, notice: notice)
    }

    /// The names as they are now. A walk-in brings its own; a call of theirs is told by the visit that it made, which
    /// must not go into what visits are folded from: that would depend on the order of arrival.
    private func frozenVisitor(
        of event: Event, pass: (Pass, Appointment)?, tenant: TenantNumber
    ) throws -> FrozenVisitor? {
        if let walkIn = event.walkIn {
            return FrozenVisitor(walkIn, host: try event.target.flatMap { try card(of: $0, at: nil).name.nonEmpty })
        }
        if let pass { return FrozenVisitor(pass.0.record(for: pass.1)) }
        guard let id = event.pass, event.kind == .call || event.kind == .delivery else { return nil }
        return try newestVisit(of: id, tenant: tenant)?.visitor
    }

    /// A kiosk that was enrolled anew sends under another ID what it had recorded before; that is a duplicate too.
    private func knownResult(of event: Event, digest: Data, kiosk: Kiosk) throws -> EventResult? {
        let row = try db.row(prepared: "SELECT tenant, digest, notice FROM event WHERE id = ?", [event.id.text])
        guard let row else { return nil }
        guard row["tenant"] == kiosk.tenant, row["digest"] == digest else {
            return EventResult(id: event.id, status: .rejected, reason: "The ID was used for another event.")
        }
        let notice: String? = row["notice"]
        return EventResult(id: event.id, status: .duplicate, notice: notice.flatMap(NoticeState.init))
    }

    private func insert(_ recorded: RecordedEvent, digest: Data, kiosk: Kiosk) throws {
        let event = recorded.event
        try db.execute(
            prepared: """
                INSERT INTO event (id, tenant, kiosk, stream, sequence, pass, kind, receivedAt, digest, isChained, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            [
                event.id.text, kiosk.tenant, kiosk.id.text, event.stream.text, event.sequence, event.pass,
                event.kind.rawValue, now, digest, event.isChained,
                String(decoding: try Wire.encode(recorded), as: UTF8.self),
            ])
    }

    static func recorded(_ body: String) throws -> RecordedEvent {
        try Wire.decode(RecordedEvent.self, from: Data(body.utf8))
    }
}

extension DatabaseError {
    /// Whether the same statement fails again whenever it is tried: the values are at fault, not the disk.
    fileprivate var isForGood: Bool {
        [.SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE].contains(resultCode)
    }
}

extension String {
    /// `nil` when there is nothing in it.
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension UUID {
    /// Stands for an ID that could not be read: all zeros (RFC 9562 §5.9).
    static let none = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
