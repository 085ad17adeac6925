package import CloudDomain
package import Foundation
import GRDB
package import Reception

/// What an edit changes of somebody of the staff; what is missing stays.
package struct StaffEdit: Sendable {
    package var number: String?
    package var name: String?
    package var role: StaffRole?
    package var pin: PINHash?
    package var card: CardEdit

    /// What becomes of a staff card.
    package enum CardEdit: Sendable {
        case keep, remove
        /// The hash of the new one's code.
        case set(Data)
    }

    package init(
        number: String? = nil, name: String? = nil, role: StaffRole? = nil, pin: PINHash? = nil, card: CardEdit = .keep
    ) {
        self.number = number
        self.name = name
        self.role = role
        self.pin = pin
        self.card = card
    }
}

extension Transaction {
    /// Lets somebody open the console, and tells the kiosks.
    ///
    /// - Parameter site: where; `nil` for every site.
    /// - Throws: ``StorageFailure`` when the number is taken or none, or the name is none.
    package func addStaff(
        number: String, name: String, role: StaffRole, pin: PINHash, site: Site?
    ) throws -> StaffEntry {
        try checkStaff(number: number, name: name)
        try refuseTakenNumber(number)
        let record = StaffRecord(id: .v7(world), name: name, number: number, role: role, pin: pin)
        try db.execute(
            sql: "INSERT INTO staff (id, tenant, site, number, name, role, pin) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                record.id.text, tenant().number, site?.number, number, name, role.rawValue,
                String(decoding: try Wire.encode(pin), as: UTF8.self),
            ])
        try announceStaff(record.id)
        return StaffEntry(record: record, site: site?.number)
    }

    /// Changes somebody, and tells the kiosks.
    ///
    /// - Throws: ``StorageFailure`` when nobody has that number, or what is new is taken or none.
    package func editStaff(number: String, _ edit: StaffEdit) throws -> StaffEntry {
        var record = try staff(number: number).record
        if let new = edit.number, new != number { try refuseTakenNumber(new) }
        record.number = edit.number ?? record.number
        record.name = edit.name ?? record.name
        record.role = edit.role ?? record.role
        record.pin = edit.pin ?? record.pin
        switch edit.card {
        case .keep: break
        case .remove: record.card = nil
        case .set(let hash): record.card = hash
        }
        try checkStaff(number: record.number, name: record.name)
        try db.execute(
            sql: "UPDATE staff SET number = ?, name = ?, role = ?, pin = ?, card = ? WHERE id = ?",
            arguments: [
                record.number, record.name, record.role.rawValue,
                String(decoding: try Wire.encode(record.pin), as: UTF8.self), record.card, record.id.text,
            ])
        try announceStaff(record.id)
        return try staff(number: record.number)
    }

    /// Ends somebody's access, and tells the kiosks. PIN and card are deleted; the log keeps the name.
    ///
    /// - Throws: ``StorageFailure`` when nobody has that number.
    package func removeStaff(number: String) throws {
        let id = try staff(number: number).record.id
        try db.execute(
            sql: "UPDATE staff SET removedAt = ?, pin = NULL, card = NULL WHERE id = ?", arguments: [now, id.text])
        try announceStaff(id)
    }

    /// Everybody who may sign in, in order of number.
    package func staff() throws -> [StaffEntry] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM staff WHERE tenant = ? AND removedAt IS NULL ORDER BY length(number), number",
            arguments: [tenant().number]
        ).map(Self.staff)
    }

    /// Somebody of the staff.
    ///
    /// - Throws: ``StorageFailure`` when nobody has that number.
    package func staff(number: String) throws -> StaffEntry {
        guard let entry = try staff().first(where: { $0.record.number == number }) else {
            throw StorageFailure(.unknown, "Nobody has that staff number; uketsuke-cloud staff list shows them.")
        }
        return entry
    }

    /// The names of everybody who ever could sign in.
    package func staffNames() throws -> [UUID: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT id, name FROM staff WHERE tenant = ?", arguments: [tenant().number])
        return try rows.reduce(into: [:]) { $0[try $1.uuid("id")] = $1["name"] }
    }

    private func announceStaff(_ id: UUID) throws {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM staff WHERE id = ? AND removedAt IS NULL", arguments: [id.text])
        guard let entry = try row.map(Self.staff) else { return try tell(nil, else: .staffRemoved(id), of: id) }
        try tell((.staff(entry.record), entry.site ?? 0), else: .staffRemoved(id), of: id)
    }

    private func checkStaff(number: String, name: String) throws {
        try checkName(name)
        guard (1...6).contains(number.utf8.count),
            number.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw StorageFailure(.invalid, "A staff number has one to six digits and nothing else.") }
    }

    private func refuseTakenNumber(_ number: String) throws {
        guard try !staff().contains(where: { $0.record.number == number }) else {
            throw StorageFailure(.ambiguous, "That staff number is taken; uketsuke-cloud staff list shows them.")
        }
    }

    private static func staff(_ row: Row) throws -> StaffEntry {
        let record = StaffRecord(
            id: try row.uuid("id"), name: row["name"], number: row["number"],
            role: StaffRole(rawValue: row["role"]) ?? .desk,
            pin: try Wire.decode(PINHash.self, from: Data((row["pin"] as String).utf8)), card: row["card"])
        return StaffEntry(record: record, site: row["site"])
    }
}
