/// What the administrator can choose about the staff console.
package struct StaffSettings: Hashable, Sendable {
    /// Which key opens it; none where only a card does.
    package var key: Key?
    /// How long it may rest before it closes itself.
    package var idleTime: Duration
    /// Whether a program prints a visitor's badge again.
    package var canReprint: Bool
    /// Whether a program prints pages; else they are kept as files.
    package var canPrint = false

    package init(key: Key? = .function(2), idleTime: Duration = .seconds(120), canReprint: Bool = false) {
        self.key = key
        self.idleTime = idleTime
        self.canReprint = canReprint
    }
}
