package import Reception

extension Screen {
    /// What a choice of a host or a department is for, and where Esc goes back to.
    package enum Origin: Hashable, Sendable {
        /// Calls who is chosen.
        case button(LayoutButton)
        /// Goes on with the form.
        case walkIn(WalkInForm)
    }

    /// A host looked for by the first characters of the name or its reading. Digits choose, everything else is text.
    package struct HostSearch: Hashable, Sendable {
        package var origin: Origin
        package var query = ""
        /// At most ``HostMatch/most``, for ``query`` or, while `isSearching`, for what stood there before.
        package var matches: [HostMatch] = []
        /// Whether there are more than are shown: a further character is needed.
        package var hasMore = false
        /// Asked, and not answered yet.
        package var isSearching = false
        /// Of ``matches``; chosen with Enter.
        package var selection: Int?
        /// Since when the matches stand, by the monotonic clock: a choice that was under way was of those before.
        package var matchedAt: Duration?
        package var until: Duration

        package init(origin: Origin, until: Duration) {
            self.origin = origin
            self.until = until
        }

        /// Whether enough has been typed to look for it.
        package var isLongEnough: Bool { NameSearch(query) != nil }
    }

    /// The departments, sorted by reading, in pages of ``pageSize``; keys 1 to 6 choose from the page, 0 is
    /// “I don't know whom to see”.
    package struct DepartmentList: Hashable, Sendable {
        package var origin: Origin
        /// All of them, as they were when the list was opened.
        package var departments: [DepartmentRecord]
        package var page = 0
        /// Of the page; chosen with Enter.
        package var selection: Int?
        package var until: Duration

        package init(origin: Origin, departments: [DepartmentRecord], until: Duration) {
            self.origin = origin
            self.departments = departments
            self.until = until
        }

        package static let pageSize = 6

        package var pages: Int { max(1, (departments.count + Self.pageSize - 1) / Self.pageSize) }

        /// What the page shows.
        package var visible: [DepartmentRecord] {
            Array(departments.dropFirst(page * Self.pageSize).prefix(Self.pageSize))
        }
    }

    /// The second key of a delivery; the key is the digit of the choice.
    package struct Delivery: Hashable, Sendable {
        package var button: LayoutButton
        package var until: Duration

        package init(button: LayoutButton, until: Duration) {
            self.button = button
            self.until = until
        }

        package enum Choice: Int, Hashable, Sendable, CaseIterable {
            /// Somebody has to come and sign.
            case signature = 1
            case leftHere = 2
        }
    }
}
