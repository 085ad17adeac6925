import CloudDomain
import Foundation
import GRDB
import Reception

import struct CloudDomain.Host

extension Transaction {
    /// The next step of a chain, from `start` on, at which there is somebody to tell who has not been told of the event.
    func reachable(
        in chain: [[NoticeTarget]], from start: Int, event: UUID, at site: Site
    ) throws -> (step: Int, recipients: [Recipient])? {
        for step in chain.indices.dropFirst(start) {
            var known: Set<String> = []
            let recipients = try chain[step].flatMap { try self.recipients(of: $0, at: site) }
                .filter { try known.insert($0.key).inserted && !isTold($0, of: event) }
            if !recipients.isEmpty { return (step, recipients) }
        }
        return nil
    }

    /// Who has a channel there: a department's own, or else those of its hosts.
    private func recipients(of target: NoticeTarget, at site: Site) throws -> [Recipient] {
        switch target {
        case .reception: return site.hasFallback ? [.site(site)] : []
        case .host(let id): return try [host(id)].compactMap { $0 }.filter(\.hasChannel).map(Recipient.host)
        case .department(let id):
            guard let department = try department(id) else { return [] }
            return department.hasChannel ? [.department(department)] : try members(of: id).map(Recipient.host)
        }
    }

    private func members(of department: UUID) throws -> [Host] {
        try db.rows(
            prepared: "SELECT * FROM host WHERE department = ? AND webhook IS NOT NULL ORDER BY name",
            [department.text]
        ).map(Self.host)
    }

    private func isTold(_ recipient: Recipient, of event: UUID) throws -> Bool {
        try db.value(
            Bool.self, prepared: "SELECT EXISTS (SELECT 1 FROM notice WHERE event = ? AND recipient = ?)",
            [event.text, recipient.key]) ?? false
    }

    /// Name and extension as a visitor may see them; the reception has no name, because kiosks know a word for it.
    ///
    /// - Parameter site: whose front desk it is; `nil` leaves its extension out.
    func card(of target: NoticeTarget, at site: Site?) throws -> HostCard {
        switch target {
        case .reception: return HostCard(name: "", phone: site?.phone ?? "")
        case .department(let id):
            let department = try department(id)
            return HostCard(name: department?.name ?? "", phone: department?.phone ?? "")
        case .host(let id):
            guard let host = try host(id) else { return HostCard(name: "", phone: "") }
            guard host.phone.isEmpty, let department = host.department else { return host.card }
            return HostCard(name: host.name, phone: try self.department(department)?.phone ?? "")
        }
    }

    /// Whether a notice to them has failed and is still being tried again.
    func hasFailedOfLate(_ recipient: Recipient, of tenant: TenantNumber) throws -> Bool {
        // The bare comparison lets SQLite use the index of those that were tried.
        try db.value(
            Bool.self,
            prepared: """
                SELECT EXISTS (
                    SELECT 1 FROM notice WHERE tenant = ? AND recipient = ? AND state = 'pending' AND attempts > 0
                    AND \(Self.failures) > 0)
                """, [tenant, recipient.key]) ?? false
    }
}
