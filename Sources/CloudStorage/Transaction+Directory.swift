import CloudDomain
import Foundation
import GRDB
import Reception

import struct CloudDomain.Host

// What kiosks are told of hosts and departments: those of a department with a site at that site alone, all others
// everywhere; a department only while somebody is in it.
extension Transaction {
    private static let toldMark = "directoryTold"

    /// Asked at every start, so that opening an old directory writes nothing.
    func isDirectoryTold() throws -> Bool { try !meta(Self.toldMark).isEmpty }

    /// Tells of those who were there before kiosks were told of them.
    func tellDirectory() throws {
        guard try !isDirectoryTold() else { return }
        for department in try departments() { try announceDepartment(department.id) }
        for host in try hosts() { try announceHost(host.id) }
        try db.execute(sql: "INSERT INTO meta (key, value) VALUES (?, '1')", arguments: [Self.toldMark])
    }

    /// Tells of a host as it stands now: where it works, or that it has left.
    func announceHost(_ id: UUID) throws {
        guard let host = try host(id) else { return try tell(nil, else: .hostRemoved(id), of: id) }
        let site = try host.department.flatMap { try department($0)?.site } ?? 0
        try tell((.host(host.record), site), else: .hostRemoved(id), of: id)
    }

    /// Tells of a department as it stands now.
    func announceDepartment(_ id: UUID) throws {
        let isInhabited = try db.value(
            Bool.self, prepared: "SELECT EXISTS (SELECT 1 FROM host WHERE department = ?)", [id.text])
        guard isInhabited == true, let department = try department(id) else {
            return try tell(nil, else: .departmentRemoved(id), of: id)
        }
        try tell((.department(department.record), department.site ?? 0), else: .departmentRemoved(id), of: id)
    }

    /// Announces what is new of a host, a department or somebody of the staff. What moves to another site leaves a tombstone at the former one, under a key of its own
    /// because the row itself moves; told first, so that a kiosk of both meets the new state last.
    func tell(_ new: (change: Change, site: SiteNumber)?, else gone: Change, of id: UUID) throws {
        let tenant = try tenant().number
        let kind = gone.feedName(site: 0).kind
        let row = try db.row(
            prepared: "SELECT site, body FROM change WHERE tenant = ? AND kind = ? AND key = ? AND NOT isTombstone",
            [tenant, kind, id.text])
        let former: SiteNumber? = row?["site"]
        guard let new else {
            if let former { try announce(gone, tenant: tenant, site: former) }
            return
        }
        let body = String(decoding: try Wire.encode(new.change), as: UTF8.self)
        if former == new.site, row?["body"] == body { return }
        if let former, former != new.site {
            try announce(gone, tenant: tenant, site: former, key: "\(id.text)@\(former)")
        }
        try announce(new.change, tenant: tenant, site: new.site)
    }
}
