package import CloudDomain
import Foundation
import GRDB
import Reception

package import struct CloudDomain.Host

/// What an edit changes of a host; what is missing stays.
package struct HostEdit: Sendable {
    package var name: String?
    package var reading: String?
    package var mail: String?
    package var phone: String?
    /// The name of a department; empty for none.
    package var department: String?
    package var channel: ChannelEdit

    package init(
        name: String? = nil, reading: String? = nil, mail: String? = nil, phone: String? = nil,
        department: String? = nil, channel: ChannelEdit = .keep
    ) {
        self.name = name
        self.reading = reading
        self.mail = mail
        self.phone = phone
        self.department = department
        self.channel = channel
    }
}

extension Transaction {
    /// Adds a host and tells the kiosks.
    ///
    /// - Throws: ``StorageFailure`` when the name is taken or none, or the department unknown.
    package func addHost(
        name: String, reading: String = "", mail: String, phone: String, department: String?, webhook: Webhook?
    ) throws -> Host {
        try refuseTaken(name, in: "host")
        let belongs = try department.map(self.department(named:))
        let host = Host(
            id: .v7(world), name: name, reading: reading, mail: mail, phone: phone, department: belongs?.id,
            hasChannel: webhook != nil)
        try check(host)
        let secret = try webhook.map { try vault.seal($0.secret, for: "host/\(host.id.text)") }
        try db.execute(
            sql: """
                INSERT INTO host (id, tenant, name, reading, mail, phone, department, webhook, sealedSecret)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                host.id.text, tenant().number, name, reading, mail, phone, belongs?.id.text,
                webhook?.url.absoluteString, secret,
            ])
        try announceHost(host.id)
        if let belongs { try announceDepartment(belongs.id) }
        return host
    }

    /// Changes a host and tells the kiosks; those of its appointments to come too.
    ///
    /// - Throws: ``StorageFailure`` when it or the department is unknown, or the new name is taken or none.
    package func editHost(named name: String, _ edit: HostEdit) throws -> Host {
        let old = try knownHost(named: name)
        var host = old
        if let new = edit.name, new != name { try refuseTaken(new, in: "host") }
        host.name = edit.name ?? host.name
        host.reading = edit.reading ?? host.reading
        host.mail = edit.mail ?? host.mail
        host.phone = edit.phone ?? host.phone
        if let department = edit.department {
            host.department = department.isEmpty ? nil : try self.department(named: department).id
        }
        try check(host)
        try db.execute(
            sql: "UPDATE host SET name = ?, reading = ?, mail = ?, phone = ?, department = ? WHERE id = ?",
            arguments: [host.name, host.reading, host.mail, host.phone, host.department?.text, host.id.text])
        try setChannel(edit.channel, of: "host", id: host.id)
        try announceHost(host.id)
        for department in Set([old.department, host.department].compactMap { $0 }) {
            try announceDepartment(department)
        }
        if host.card != old.card {
            for appointment in try appointmentsToCome(of: host.id) { try announcePasses(of: appointment) }
        }
        return try knownHost(named: host.name)
    }

    /// Removes a host who has left. Kiosks are told; visits keep their frozen copy of the name.
    ///
    /// - Throws: ``StorageFailure`` when it is unknown, has appointments to come, or a site's layout rings it.
    package func removeHost(named name: String) throws {
        let host = try knownHost(named: name)
        guard try appointmentsToCome(of: host.id).allSatisfy(\.isCancelled) else {
            throw StorageFailure(
                .invalid, "The host has appointments to come; cancel them first (uketsuke-cloud appointment list).")
        }
        try refuseWhereRung(.host(host.id))
        try db.execute(sql: "DELETE FROM appointmentHost WHERE host = ?", arguments: [host.id.text])
        try db.execute(sql: "DELETE FROM host WHERE id = ?", arguments: [host.id.text])
        try announceHost(host.id)
        if let department = host.department { try announceDepartment(department) }
    }

    /// A tenant's hosts, in order of name.
    package func hosts() throws -> [Host] {
        try Row.fetchAll(db, sql: "SELECT * FROM host WHERE tenant = ? ORDER BY name", arguments: [tenant().number])
            .map(Self.host)
    }

    /// The host of that name.
    ///
    /// - Throws: ``StorageFailure`` when there is none.
    func knownHost(named name: String) throws -> Host {
        guard let host = try hosts().first(where: { $0.name == name }) else {
            throw StorageFailure(.unknown, "No host has that name; uketsuke-cloud host list shows them.")
        }
        return host
    }

    func host(_ id: UUID) throws -> Host? {
        try db.row(prepared: "SELECT * FROM host WHERE id = ?", [id.text]).map(Self.host)
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
            id: try row.uuid("id"), name: row["name"], reading: row["reading"], mail: row["mail"], phone: row["phone"],
            department: try row["department"] == nil ? nil : row.uuid("department"), hasChannel: webhook != nil)
    }

    private func check(_ host: Host) throws {
        try checkName(host.name)
        try checkText(host.reading)
        try checkText(host.phone)
    }

    private func appointmentsToCome(of host: UUID) throws -> [Appointment] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT appointment FROM appointmentHost JOIN appointment ON appointment.id = appointment
                WHERE host = ? AND "end" > ?
                """, arguments: [host.text, now]
        ).map { try appointment($0.uuid("appointment")) }
    }
}
