package import Reception

/// Who is inside, to be called at the assembly point; and who has left today, and how that is known.
package struct EvacuationPage: Hashable, Sendable {
    /// Everybody inside, by company and name; `nil` until they are read.
    package var rows: [VisitorRow]?
    package var view = View.everybody
    package var selection: PassID?
    /// Whether it is asked if the evacuation is over.
    package var isEnding = false
    /// Handed to the printer, and not answered yet.
    package var isPrinting = false

    package init() {}

    package enum View: Int, Hashable, Sendable, CaseIterable {
        case everybody, missing, left
    }

    /// How many came, of those who are marked safe or not.
    package func people(safe: Bool) -> Int {
        (rows ?? []).filter { ($0.safeAt != nil) == safe }.reduce(0) { $0 + max(1, $1.headcount) }
    }

    /// What the view shows.
    ///
    /// - Parameter day: the day's visitors, of whom some have left.
    func shown(_ day: VisitorList?) -> [VisitorRow] {
        switch view {
        case .everybody: rows ?? []
        case .missing: (rows ?? []).filter { $0.safeAt == nil }
        case .left: EvacuationPage.left(day)
        }
    }

    /// Who has left, first those whom nobody saw leave.
    static func left(_ day: VisitorList?) -> [VisitorRow] {
        let gone = (day?.rows ?? []).filter { $0.visit?.checkedOutAt != nil }
        return gone.sorted { ($0.doubt, $1.leftAt) < ($1.doubt, $0.leftAt) }
    }
}

extension VisitorRow {
    /// How the visit ended, wherever that is known from.
    var exitKind: ExitKind { exit ?? visit?.exit ?? .own }
    fileprivate var doubt: Int { exitKind == .assumed ? 0 : 1 }
    fileprivate var leftAt: Instant { visit?.checkedOutAt ?? Instant(milliseconds: 0) }
}
