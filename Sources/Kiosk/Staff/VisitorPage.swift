/// One visitor, and what staff can do about them.
package struct VisitorPage: Hashable, Sendable {
    package var row: VisitorRow
    package var step = Step.choices
    /// The list that it was opened from; `nil` when it was a code.
    package var list: VisitorsPage?

    package init(row: VisitorRow, list: VisitorsPage?) {
        self.row = row
        self.list = list
    }

    package enum Step: Hashable, Sendable {
        case choices
        /// Enter does it.
        case confirm(Choice)
        /// A time of day is typed, as up to four digits.
        case time(Choice, digits: String, problem: Phrase?)
    }

    /// What can be done; the key is the digit.
    package enum Choice: Int, Hashable, Sendable, CaseIterable {
        case checkIn = 1
        case checkOut = 2
        case leftAt = 3
        case enteredAt = 4
        case notLeft = 5
        case notEntered = 6
        case reprint = 7
    }
}
