package import Foundation
package import Reception

/// What somebody of the staff did, as `uketsuke-cloud audit list` prints it. The names are part of the command line's
/// contract. Without personal data of visitors.
package struct AuditRecord: Codable, Hashable, Sendable {
    package var event: UUID
    package var sequence: Int64
    package var kiosk: String
    package var site: String
    /// By the cloud's clock.
    package var at: Instant
    /// Their name; missing for nobody known, such as a wrong number.
    package var staff: String?
    /// ``StaffAct/kind``, or else the event's own.
    package var deed: String
    package var detail: String
    /// The time that a correction names.
    package var claimedAt: Instant?
    package var pass: PassID?

    package init(_ line: AuditLine, staff: String?) {
        event = line.event.id
        sequence = line.event.sequence
        kiosk = line.kioskName
        site = line.siteName
        at = line.correctedAt
        self.staff = staff
        deed = line.event.act?.kind.rawValue ?? line.event.kind.rawValue
        detail = line.event.act?.detail ?? ""
        claimedAt = line.event.act?.claimedAt
        pass = line.event.pass
    }

    /// As a spreadsheet.
    package static func csv(_ records: [AuditRecord]) -> String {
        CSV.document(
            header: ["at", "site", "kiosk", "staff", "deed", "detail", "claimedAt", "pass"], rows: records.map(\.cells))
    }

    /// The columns of a table and of a spreadsheet.
    package var cells: [String] {
        [
            at.rfc3339, site, kiosk, staff ?? "", deed, detail, claimedAt?.rfc3339 ?? "", pass?.description ?? "",
        ]
    }
}
