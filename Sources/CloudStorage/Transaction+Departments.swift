package import CloudDomain
import Foundation
import GRDB
import Reception

/// What an edit changes of a department; what is missing stays. Its site stays: it is where its people are.
package struct DepartmentEdit: Sendable {
    package var name: String?
    package var reading: String?
    package var phone: String?
    /// By BCP 47 tag; an empty name takes that language away.
    package var names: [String: String]
    package var channel: ChannelEdit

    package init(
        name: String? = nil, reading: String? = nil, phone: String? = nil, names: [String: String] = [:],
        channel: ChannelEdit = .keep
    ) {
        self.name = name
        self.reading = reading
        self.phone = phone
        self.names = names
        self.channel = channel
    }
}

/// What becomes of a webhook.
package enum ChannelEdit: Sendable {
    case keep, remove
    case set(Webhook)
}

extension Transaction {
    /// Adds a department. Kiosks hear of it when somebody is in it.
    ///
    /// - Throws: ``StorageFailure`` when the name is taken or none.
    package func addDepartment(
        name: String, reading: String = "", names: [String: String] = [:], phone: String = "", site: Site?,
        webhook: Webhook? = nil
    ) throws -> Department {
        let department = Department(
            id: .v7(world), name: name, reading: reading, names: names, phone: phone, site: site?.number,
            hasChannel: webhook != nil)
        try check(department)
        try refuseTaken(name, in: "department")
        let secret = try webhook.map { try vault.seal($0.secret, for: "department/\(department.id.text)") }
        try db.execute(
            sql: """
                INSERT INTO department (id, tenant, site, name, reading, phone, names, webhook, sealedSecret)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                department.id.text, tenant().number, department.site, name, reading, phone,
                String(decoding: try Wire.encode(names), as: UTF8.self), webhook?.url.absoluteString, secret,
            ])
        return department
    }

    /// Changes a department and tells the kiosks.
    ///
    /// - Throws: ``StorageFailure`` when it is unknown, or the new name is taken or none.
    package func editDepartment(named name: String, _ edit: DepartmentEdit) throws -> Department {
        var department = try department(named: name)
        if let new = edit.name, new != name { try refuseTaken(new, in: "department") }
        department.name = edit.name ?? department.name
        department.reading = edit.reading ?? department.reading
        department.phone = edit.phone ?? department.phone
        department.names = department.names.merging(edit.names) { $1 }.filter { !$0.value.isEmpty }
        try check(department)
        try db.execute(
            sql: "UPDATE department SET name = ?, reading = ?, phone = ?, names = ? WHERE id = ?",
            arguments: [
                department.name, department.reading, department.phone,
                String(decoding: try Wire.encode(department.names), as: UTF8.self), department.id.text,
            ])
        try setChannel(edit.channel, of: "department", id: department.id)
        try announceDepartment(department.id)
        return try self.department(named: department.name)
    }

    /// Removes a department; its hosts stay, in none. Kiosks are told.
    ///
    /// - Throws: ``StorageFailure`` when it is unknown, or a site's layout rings it.
    package func removeDepartment(named name: String) throws {
        let department = try department(named: name)
        try refuseWhereRung(.department(department.id))
        let members = try hosts().filter { $0.department == department.id }
        try db.execute(sql: "UPDATE host SET department = NULL WHERE department = ?", arguments: [department.id.text])
        for host in members { try announceHost(host.id) }
        try announceDepartment(department.id)
        try db.execute(sql: "DELETE FROM department WHERE id = ?", arguments: [department.id.text])
    }

    /// A tenant's departments, in order of reading, then name.
    package func departments() throws -> [Department] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM department WHERE tenant = ? ORDER BY reading, name", arguments: [tenant().number]
        ).map(Self.department)
    }

    func department(_ id: UUID) throws -> Department? {
        try db.row(prepared: "SELECT * FROM department WHERE id = ?", [id.text]).map(Self.department)
    }

    func department(named name: String) throws -> Department {
        guard let department = try departments().first(where: { $0.name == name }) else {
            throw StorageFailure(.unknown, "No department has that name; add it with uketsuke-cloud department add.")
        }
        return department
    }

    private static func department(_ row: Row) throws -> Department {
        let webhook: String? = row["webhook"]
        return Department(
            id: try row.uuid("id"), name: row["name"], reading: row["reading"],
            names: try Wire.decode([String: String].self, from: Data((row["names"] as String).utf8)),
            phone: row["phone"], site: row["site"], hasChannel: webhook != nil)
    }

    private func check(_ department: Department) throws {
        try checkName(department.name)
        for name in department.names.values { try checkName(name) }
        try checkText(department.reading)
        try checkText(department.phone)
    }

    // MARK: - For hosts too

    func refuseTaken(_ name: String, in table: String) throws {
        let count = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM \(table) WHERE tenant = ? AND name = ?", arguments: [tenant().number, name])
        guard count == 0 else { throw StorageFailure(.ambiguous, "A \(table) of that name exists already.") }
    }

    func setChannel(_ edit: ChannelEdit, of table: String, id: UUID) throws {
        let webhook: Webhook?
        switch edit {
        case .keep: return
        case .remove: webhook = nil
        case .set(let new): webhook = new
        }
        let secret = try webhook.map { try vault.seal($0.secret, for: "\(table)/\(id.text)") }
        try db.execute(
            sql: "UPDATE \(table) SET webhook = ?, sealedSecret = ? WHERE id = ?",
            arguments: [webhook?.url.absoluteString, secret, id.text])
    }
}
