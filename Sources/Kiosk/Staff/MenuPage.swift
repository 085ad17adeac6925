/// The console's first page.
package struct MenuPage: Hashable, Sendable {
    /// Of the items that this person may choose; chosen with Enter.
    package var selection = 0

    package init() {}
}
