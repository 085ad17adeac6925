package import CloudDomain
import Crypto
import Foundation
import GRDB
import Reception

extension Transaction {
    /// Every event, in the order in which they came.
    package func recordedEvents() throws -> [RecordedEvent] {
        try String.fetchAll(
            db, sql: "SELECT body FROM event WHERE tenant = ? ORDER BY rowid", arguments: [tenant().number]
        ).map(Self.recorded)
    }

    /// Every visit, in order of check-in.
    package func visits() throws -> [Visit] {
        try String.fetchAll(
            db, sql: "SELECT body FROM visit WHERE tenant = ? ORDER BY checkedInAt, pass, position",
            arguments: [tenant().number]
        ).map { try Wire.decode(Visit.self, from: Data($0.utf8)) }
    }

    func record(_ batch: [SentEvent], from kiosk: Kiosk) throws -> EventReceipt {
        let results = try batch.map { try record($0, from: kiosk) }
        let events = batch.compactMap { if case .event(let event) = $0 { event } else { nil } }
        for stream in Set(events.map(\.stream)) { try followStream(stream, of: kiosk) }
        let place = try events.last.map { try streamPlace($0.stream, of: kiosk) }
        return EventReceipt(
            results: results, highestGapless: place?.highestGapless ?? 0, missing: place?.missing ?? [],
            serverTime: now)
    }

    private func record(_ sent: SentEvent, from kiosk: Kiosk) throws -> EventResult {
        switch sent {
        case .malformed(let id, let reason):
            EventResult(id: id ?? .none, status: .rejected, reason: reason)
        case .event(let event):
            try recordApart(event, from: kiosk)
        }
    }

    /// Keeps an event that the storage can never take from holding back the rest of its batch.
    ///
    /// - Throws: what another try may not meet: a full or failing disk, a busy database.
    private func recordApart(_ event: Event, from kiosk: Kiosk) throws -> EventResult {
        var result = EventResult(
            id: event.id, status: .rejected, reason: "The cloud cannot store this event; its contents do not fit.")
        do {
            try db.inSavepoint {
                result = try record(event, from: kiosk)
                return .commit
            }
        } catch let error as DatabaseError where error.isForGood {
            return result
        } catch is EncodingError, is DecodingError {
            return result
        }
        return result
    }

    private func record(_ event: Event, from kiosk: Kiosk) throws -> EventResult {
        let digest = Data(SHA256.hash(data: try Wire.encode(event)))
        if let known = try knownResult(of: event, digest: digest, kiosk: kiosk) { return known }
        let pass = try event.pass.flatMap { try knownPass($0, of: kiosk.tenant) }
        let recorded = RecordedEvent(
            event: event, kiosk: kiosk.id, kioskName: kiosk.name, siteName: kiosk.site.name, receivedAt: now,
            visitor: pass.map { FrozenVisitor($0.0.record(for: $0.1)) })
        try insert(recorded, digest: digest, kiosk: kiosk)
        if recorded.event.kind == .checkIn || recorded.event.kind == .checkOut {
            try refold(recorded, appointment: pass?.1, kiosk: kiosk)
        }
        let notice = try queueNotices(for: recorded, appointment: pass?.1, kiosk: kiosk)
        try db.execute(
            sql: "UPDATE event SET notice = ? WHERE id = ?", arguments: [notice?.rawValue, event.id.text])
        return EventResult(id: event.id, status: .accepted, notice: notice)
    }

    /// A kiosk that was enrolled anew sends under another ID what it had recorded before; that is a duplicate too.
    private func knownResult(of event: Event, digest: Data, kiosk: Kiosk) throws -> EventResult? {
        let row = try Row.fetchOne(
            db, sql: "SELECT tenant, digest, notice FROM event WHERE id = ?", arguments: [event.id.text])
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
            sql: """
                INSERT INTO event (id, tenant, kiosk, stream, sequence, pass, kind, receivedAt, digest, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                event.id.text, kiosk.tenant, kiosk.id.text, event.stream.text, event.sequence, event.pass,
                event.kind.rawValue, now, digest, String(decoding: try Wire.encode(recorded), as: UTF8.self),
            ])
    }

    /// Makes the visits of a pass anew, and tells the kiosks if its newest state is another now.
    private func refold(_ recorded: RecordedEvent, appointment: Appointment?, kiosk: Kiosk) throws {
        guard let pass = recorded.event.pass else { return }
        let events = try String.fetchAll(
            db, sql: "SELECT body FROM event WHERE tenant = ? AND pass = ? AND kind IN ('checkIn', 'checkOut')",
            arguments: [kiosk.tenant, pass]
        ).map(Self.recorded)
        let visits = VisitFold.visits(of: events)
        let told = events.filter(\.isAdmission).map(\.receivedAt).max()
        try db.execute(sql: "DELETE FROM visit WHERE tenant = ? AND pass = ?", arguments: [kiosk.tenant, pass])
        for (position, visit) in visits.enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO visit (tenant, pass, position, checkedInAt, checkedOutAt, conflictAt, body)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    kiosk.tenant, pass, position, visit.checkIn.correctedAt, visit.checkOut?.correctedAt,
                    visit.isConflict ? told : nil, String(decoding: try Wire.encode(visit), as: UTF8.self),
                ])
        }
        let site = appointment?.site ?? kiosk.site.number
        try announce(visits.last?.state, of: pass, tenant: kiosk.tenant, site: site)
    }

    private static func recorded(_ body: String) throws -> RecordedEvent {
        try Wire.decode(RecordedEvent.self, from: Data(body.utf8))
    }
}

extension DatabaseError {
    /// Whether the same statement fails again whenever it is tried: the values are at fault, not the disk.
    fileprivate var isForGood: Bool {
        [.SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE].contains(resultCode)
    }
}

extension UUID {
    /// Stands for an ID that could not be read: all zeros (RFC 9562 §5.9).
    static let none = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
