package import CloudDomain
package import Foundation
import GRDB
package import Reception

/// An appointment as it is asked for.
package struct AppointmentDraft: Sendable {
    package var title: String
    package var start: Instant
    package var end: Instant
    package var room: String
    package var kind: PassKind
    /// Names of known hosts.
    package var hosts: [String]
    package var visitors: [Visitor]

    package init(
        title: String, start: Instant, end: Instant, room: String, kind: PassKind, hosts: [String], visitors: [Visitor]
    ) {
        self.title = title
        self.start = start
        self.end = end
        self.room = room
        self.kind = kind
        self.hosts = hosts
        self.visitors = visitors
    }
}

/// What an edit changes; what is missing stays.
package struct AppointmentEdit: Sendable {
    package var title: String?
    package var start: Instant?
    package var end: Instant?
    package var room: String?

    package init(title: String? = nil, start: Instant? = nil, end: Instant? = nil, room: String? = nil) {
        self.title = title
        self.start = start
        self.end = end
        self.room = room
    }
}

extension Transaction {
    /// Keeps a new appointment, issues its visitors' passes and tells the site's kiosks.
    ///
    /// A host that is named twice is one host.
    ///
    /// - Throws: ``StorageFailure`` when a host is unknown, the times make no sense, or a text is no name.
    package func addAppointment(_ draft: AppointmentDraft, at site: Site) throws -> (Appointment, [Pass]) {
        let tenant = try tenant().number
        for visitor in draft.visitors {
            try checkName(visitor.name)
            try checkText(visitor.company)
        }
        var known: Set<UUID> = []
        let hosts = try draft.hosts.map(host(named:)).filter { known.insert($0.id).inserted }
        let appointment = Appointment(
            id: .v7(world), site: site.number, title: draft.title, start: draft.start, end: draft.end,
            room: draft.room, kind: draft.kind, isCancelled: false, hosts: hosts)
        try check(appointment, at: site)
        try insert(appointment, tenant: tenant)
        return (appointment, try issuePasses(to: draft.visitors, of: appointment, at: site, tenant: tenant))
    }

    /// Each pass is kept before the next is issued, so that two visitors never get one passcode.
    private func issuePasses(
        to visitors: [Visitor], of appointment: Appointment, at site: Site, tenant: TenantNumber
    ) throws -> [Pass] {
        let issuer = try issuer(of: tenant)
        return try visitors.enumerated().map { position, visitor in
            let pass = try issuer.issue(to: visitor, for: appointment, at: site.time) { try isTaken($0, in: tenant) }
            try insert(pass, of: appointment, at: position, tenant: tenant)
            return pass
        }
    }

    /// Changes an appointment; its passes keep token and passcode and admit at the new time.
    ///
    /// - Throws: ``StorageFailure`` when the times make no sense, a text is no name, or the passes would admit again
    ///   with a passcode that was given to somebody else since.
    package func editAppointment(_ id: UUID, _ edit: AppointmentEdit) throws {
        var appointment = try appointment(id)
        appointment.title = edit.title ?? appointment.title
        appointment.start = edit.start ?? appointment.start
        appointment.end = edit.end ?? appointment.end
        appointment.room = edit.room ?? appointment.room
        let site = try site(of: appointment)
        try check(appointment, at: site)
        try db.execute(
            sql: #"UPDATE appointment SET title = ?, start = ?, "end" = ?, room = ? WHERE id = ?"#,
            arguments: [appointment.title, appointment.start, appointment.end, appointment.room, id.text])
        let window = appointment.window(at: site.time)
        try db.execute(
            sql: "UPDATE pass SET validFrom = ?, validUntil = ? WHERE appointment = ?",
            arguments: [window.lowerBound, window.upperBound, id.text])
        try refuseSharedPasscodes(of: id)
        try announcePasses(of: appointment)
    }

    /// The site where an appointment takes place.
    package func site(of appointment: Appointment) throws -> Site {
        try site(appointment.site, of: tenant().number)
    }

    /// Cancels an appointment: its passes are refused from now on.
    package func cancelAppointment(_ id: UUID) throws {
        var appointment = try appointment(id)
        appointment.isCancelled = true
        try db.execute(sql: "UPDATE appointment SET isCancelled = 1 WHERE id = ?", arguments: [id.text])
        try announcePasses(of: appointment)
    }

    /// Appointments that begin within `window`, in order; all when there is none.
    package func appointments(in window: Range<Instant>?) throws -> [Appointment] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM appointment WHERE tenant = ? AND start >= ? AND start < ? ORDER BY start, id",
            arguments: [
                tenant().number, window?.lowerBound.milliseconds ?? .min, window?.upperBound.milliseconds ?? .max,
            ]
        ).map(appointment)
    }

    /// - Throws: ``StorageFailure`` when no appointment has that ID.
    package func appointment(_ id: UUID) throws -> Appointment {
        let row = try db.row(
            prepared: "SELECT * FROM appointment WHERE id = ? AND tenant = ?", [id.text, tenant().number])
        guard let row else {
            throw StorageFailure(.unknown, "No appointment has that ID; uketsuke-cloud appointment list shows them.")
        }
        return try appointment(row)
    }

    private func appointment(_ row: Row) throws -> Appointment {
        let id: String = row["id"]
        let hosts = try db.rows(
            prepared: """
                SELECT host.* FROM appointmentHost JOIN host ON host.id = appointmentHost.host
                WHERE appointment = ? ORDER BY position
                """, [id])
        return Appointment(
            id: try row.uuid("id"), site: row["site"], title: row["title"], start: row["start"], end: row["end"],
            room: row["room"], kind: PassKind(rawValue: row["kind"]) ?? .single, isCancelled: row["isCancelled"],
            hosts: try hosts.map(Self.host))
    }

    /// What kiosks could not read must not get into the feed: it would stop it for the whole site.
    private func check(_ appointment: Appointment, at site: Site) throws {
        try checkText(appointment.title)
        try checkText(appointment.room)
        guard appointment.start < appointment.end else {
            throw StorageFailure(.invalid, "The appointment must end after it starts.")
        }
        let times = [appointment.start, appointment.end]
        guard times.allSatisfy(Instant.writable.contains) else { throw Self.unwritableTime }
        let window = appointment.window(at: site.time)
        guard Instant.writable.contains(window.lowerBound), Instant.writable.contains(window.upperBound) else {
            throw Self.unwritableTime
        }
    }

    private static let unwritableTime = StorageFailure(
        .invalid, "The appointment's days, from midnight to midnight, must lie in the years 0000 to 9999.")

    private func insert(_ appointment: Appointment, tenant: TenantNumber) throws {
        try db.execute(
            sql: """
                INSERT INTO appointment (id, tenant, site, title, start, "end", room, kind)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                appointment.id.text, tenant, appointment.site, appointment.title, appointment.start, appointment.end,
                appointment.room, appointment.kind.rawValue,
            ])
        for (position, host) in appointment.hosts.enumerated() {
            try db.execute(
                sql: "INSERT INTO appointmentHost (appointment, position, host) VALUES (?, ?, ?)",
                arguments: [appointment.id.text, position, host.id.text])
        }
    }
}
