package import CloudDomain
import Foundation
import GRDB
import Reception

package import struct CloudDomain.Host

extension Transaction {
    /// Adds a department.
    ///
    /// - Throws: ``StorageFailure`` when the name is taken or none.
    package func addDepartment(name: String, site: Site?) throws -> Department {
        try checkName(name)
        let tenant = try tenant().number
        let department = Department(id: .v7(world), name: name, site: site?.number)
        try refuseTaken(name, in: "department")
        try db.execute(
            sql: "INSERT INTO department (id, tenant, site, name) VALUES (?, ?, ?, ?)",
            arguments: [department.id.text, tenant, department.site, name])
        return department
    }

    /// A tenant's departments, in order of name.
    package func departments() throws -> [Department] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM department WHERE tenant = ? ORDER BY name", arguments: [tenant().number]
        ).map { Department(id: try $0.uuid("id"), name: $0["name"], site: $0["site"]) }
    }

    /// Adds a host.
    ///
    /// - Throws: ``StorageFailure`` when the name is taken or none, or the department unknown.
    package func addHost(
        name: String, mail: String, phone: String, department: String?, webhook: Webhook?
    ) throws -> Host {
        try checkName(name)
        let tenant = try tenant().number
        try refuseTaken(name, in: "host")
        let belongs = try department.map(self.department(named:))
        let host = Host(
            id: .v7(world), name: name, mail: mail, phone: phone, department: belongs?.id, hasChannel: webhook != nil)
        let secret = try webhook.map { try vault.seal($0.secret, for: "host/\(host.id.text)") }
        try db.execute(
            sql: """
                INSERT INTO host (id, tenant, name, mail, phone, department, webhook, sealedSecret)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                host.id.text, tenant, name, mail, phone, belongs?.id.text, webhook?.url.absoluteString, secret,
            ])
        return host
    }

    /// A tenant's hosts, in order of name.
    package func hosts() throws -> [Host] {
        try Row.fetchAll(db, sql: "SELECT * FROM host WHERE tenant = ? ORDER BY name", arguments: [tenant().number])
            .map(Self.host)
    }

    func host(named name: String) throws -> Host {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM host WHERE tenant = ? AND name = ?", arguments: [tenant().number, name])
        guard let row else {
            throw StorageFailure(
                .unknown, "A host of the appointment is unknown; see uketsuke-cloud host list, or add it with host add."
            )
        }
        return try Self.host(row)
    }

    static func host(_ row: Row) throws -> Host {
        let webhook: String? = row["webhook"]
        return Host(
            id: try row.uuid("id"), name: row["name"], mail: row["mail"], phone: row["phone"],
            department: try row["department"] == nil ? nil : row.uuid("department"), hasChannel: webhook != nil)
    }

    private func department(named name: String) throws -> Department {
        guard let department = try departments().first(where: { $0.name == name }) else {
            throw StorageFailure(.unknown, "No department has that name; add it with uketsuke-cloud department add.")
        }
        return department
    }

    private func refuseTaken(_ name: String, in table: String) throws {
        let count = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM \(table) WHERE tenant = ? AND name = ?", arguments: [tenant().number, name])
        guard count == 0 else { throw StorageFailure(.ambiguous, "A \(table) of that name exists already.") }
    }
}
