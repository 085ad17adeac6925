import Foundation
import GRDB
import Kiosk
import Reception

/// Hosts, departments and the layout: sealed, because names are personal and texts may hold some.
extension CacheRows {
    /// What an entry is about.
    enum EntryKind: String {
        case host, department, layout, staff
        /// More about somebody inside; its ID is the keyed hash of the pass.
        case inside
        /// Stands for rows that this release cannot read.
        case unread
    }

    // MARK: - Looking up

    /// What the screen shows and offers; `nil` while the cloud has said nothing.
    ///
    /// - Throws: ``UnsealableRow`` when its row does not open: the cache is damaged.
    func layout(slot: Int) throws -> KioskLayout? {
        try entry(.layout, [], slot: slot).map { try CacheRows.decode(KioskLayout.self, from: $0) }
    }

    /// The departments with somebody in them, in no order.
    ///
    /// - Throws: ``UnsealableRow`` as above.
    func departments(slot: Int) throws -> [DepartmentRecord] {
        try entries(.department, slot: slot).map { try CacheRows.decode(DepartmentRecord.self, from: $0) }
    }

    /// All hosts, in no order.
    ///
    /// - Throws: ``UnsealableRow`` as above.
    func hosts(slot: Int) throws -> [HostRecord] {
        try entries(.host, slot: slot).map(HostBody.decode)
    }

    /// A number that is another one after every change of a host or a department.
    func roster() throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT roster FROM state")) ?? 0
    }

    func entry(_ kind: EntryKind, _ id: [UInt8], slot: Int) throws -> Data? {
        let sql = "SELECT body FROM entries\(slot) WHERE kind = ? AND id = ?"
        return try Data.fetchOne(db.cachedStatement(sql: sql), arguments: [kind.rawValue, Data(id)])
            .map { try key.open($0, for: CacheRows.identity(kind, id)) }
    }

    func entries(_ kind: EntryKind, slot: Int) throws -> [Data] {
        let sql = "SELECT id, body FROM entries\(slot) WHERE kind = ?"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [kind.rawValue])
        var bodies: [Data] = []
        while let row = try rows.next() {
            let id = try Array(row.decode(Data.self, atIndex: 0))
            bodies.append(try key.open(row.decode(atIndex: 1), for: CacheRows.identity(kind, id)))
        }
        return bodies
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from json: Data) throws -> Value {
        guard let value = try? Wire.decode(type, from: json) else { throw UnsealableRow() }
        return value
    }

    // MARK: - Writing

    func set(_ host: HostRecord, slot: Int) throws {
        try set(.host, CacheRows.bytes(host.id), HostBody.encode(host), slot: slot)
        try countRoster(slot: slot)
    }

    func set(_ department: DepartmentRecord, slot: Int) throws {
        try set(.department, CacheRows.bytes(department.id), Wire.encode(department), slot: slot)
        try countRoster(slot: slot)
    }

    func set(_ layout: KioskLayout, slot: Int) throws {
        try set(.layout, [], Wire.encode(layout), slot: slot)
    }

    func removeEntry(_ kind: EntryKind, _ id: [UInt8], slot: Int) throws {
        try db.cachedStatement(sql: "DELETE FROM entries\(slot) WHERE kind = ? AND id = ?")
            .execute(arguments: [kind.rawValue, Data(id)])
        if db.changesCount > 0, kind == .host || kind == .department { try countRoster(slot: slot) }
    }

    func set(_ kind: EntryKind, _ id: [UInt8], _ body: Data, slot: Int) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO entries\(slot) (kind, id, body) VALUES (?, ?, ?)")
            .execute(arguments: [kind.rawValue, Data(id), try key.seal(body, for: CacheRows.identity(kind, id))])
    }

    private func countRoster(slot: Int) throws {
        try db.cachedStatement(sql: "UPDATE state SET roster = roster + 1 WHERE slot = ?").execute(arguments: [slot])
    }

    // MARK: - What a newer cloud tells

    /// Notes that a row of the slot could not be read: it may have been the layout.
    func noteUnread(slot: Int) throws {
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO entries\(slot) (kind, id, body) VALUES (?, ?, ?)")
            .execute(arguments: [EntryKind.unread.rawValue, Data(), Data()])
    }

    /// Takes the layout over from the slot that serves where a load has brought none that this release can read, though
    /// something else that it cannot: the last good layout stays.
    func keepLayout(for slot: Int) throws {
        guard try layout(slot: slot) == nil, try hasUnread(slot: slot), let last = try layout(slot: 1 - slot)
        else { return }
        try set(last, slot: slot)
    }

    private func hasUnread(slot: Int) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM entries\(slot) WHERE kind = ?)",
            arguments: [EntryKind.unread.rawValue]) ?? false
    }

    // MARK: - Names

    /// What an entry's sealed body is bound to: its table, kind and ID.
    static func identity(_ kind: EntryKind, _ id: [UInt8]) -> Data {
        Data("entries/\(kind.rawValue)/".utf8) + id
    }

    /// The sixteen bytes of an ID.
    static func bytes(_ id: UUID) -> [UInt8] { withUnsafeBytes(of: id.uuid, Array.init) }
}
