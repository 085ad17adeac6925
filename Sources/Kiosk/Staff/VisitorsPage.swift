package import Reception

/// The day's visitors: searched by typing, filtered, sorted; one of them is selected.
package struct VisitorsPage: Hashable, Sendable {
    /// What was typed.
    package var query = ""
    /// Only who stands there; `nil` for everybody.
    package var filter: VisitorRow.Standing?
    package var order = Order.time
    package var selection: PassID?
    /// Hosts whose reading answers the query, though their names do not.
    package var hosts: Set<String> = []
    /// The rows that answer, in their order.
    package var rows: [VisitorRow] = []
    /// How many of those who answer the query stand where.
    package var counts: [VisitorRow.Standing: Int] = [:]

    package init() {}

    /// What the list is sorted by.
    package enum Order: Hashable, Sendable, CaseIterable {
        case time, name, company, host
    }

    /// The place of the selected row.
    package var place: Int? { selection.flatMap { id in rows.firstIndex { $0.id == id } } }

    /// More characters are not searched for.
    package static let longestQuery = 40
}
