package import Reception

/// A visit as `uketsuke-cloud visits` prints it. The names are part of the command line's contract.
package struct VisitRecord: Codable, Hashable, Sendable {
    package var pass: PassID
    /// Empty, like the next four, when the pass was unknown when the event came.
    package var visitor: String
    package var company: String
    package var title: String
    package var hosts: [String]
    package var room: String
    package var site: String
    package var kiosk: String
    /// By the cloud's clock.
    package var checkedInAt: Instant
    /// By the kiosk's own clock.
    package var deviceTime: Instant
    package var receivedAt: Instant
    /// Missing while the visitor is inside.
    package var checkedOutAt: Instant?
    /// How it ended; `assumed` where nobody saw it. Missing while the visitor is inside.
    package var exit: ExitKind?
    package var means: Means
    package var isConflict: Bool
    /// What is odd about its times, check-in and check-out together.
    package var flags: [Visit.TimeFlag]
    /// How many came together without an appointment; missing for everybody else.
    package var headcount: Int?
    /// Who has said that they come for the visitor; missing where nobody was asked.
    package var answer: AnswerRecord?

    package init(_ visit: Visit, answer: AnswerRecord? = nil) {
        pass = visit.pass
        visitor = visit.visitor?.name ?? ""
        company = visit.visitor?.company ?? ""
        title = visit.visitor?.title ?? ""
        hosts = visit.visitor?.hosts ?? []
        room = visit.visitor?.room ?? ""
        site = visit.checkIn.siteName
        kiosk = visit.checkIn.kioskName
        checkedInAt = visit.checkIn.correctedAt
        deviceTime = visit.checkIn.deviceTime
        receivedAt = visit.checkIn.receivedAt
        checkedOutAt = visit.leftAt
        exit = visit.exit
        means = visit.means
        isConflict = visit.isConflict
        let later = (visit.checkOut?.flags ?? []).filter { !visit.checkIn.flags.contains($0) }
        flags = visit.checkIn.flags + later
        headcount = visit.visitor?.headcount
        self.answer = answer
    }

    /// Visits as a spreadsheet: the same fields; hosts and flags are separated by semicolons.
    package static func csv(_ records: [VisitRecord]) -> String {
        CSV.document(header: columns, rows: records.map(\.cells))
    }

    private static let columns = [
        "pass", "visitor", "company", "title", "hosts", "room", "site", "kiosk", "checkedInAt", "deviceTime",
        "receivedAt", "checkedOutAt", "exit", "means", "isConflict", "flags",
        "headcount", "answeredBy",
    ]

    private var cells: [String] {
        [
            pass.description, visitor, company, title, hosts.joined(separator: "; "), room, site, kiosk,
            checkedInAt.rfc3339, deviceTime.rfc3339, receivedAt.rfc3339, checkedOutAt?.rfc3339 ?? "",
            exit?.rawValue ?? "", means.rawValue, isConflict ? "true" : "false",
            flags.map(\.rawValue).joined(separator: "; "), headcount.map(String.init) ?? "", answer?.name ?? "",
        ]
    }
}
