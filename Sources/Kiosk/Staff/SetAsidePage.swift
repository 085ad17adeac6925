package import Foundation

/// Events that the cloud has refused, with its reason.
package struct SetAsidePage: Hashable, Sendable {
    /// `nil` until they are read.
    package var rows: [SetAsideRow]?
    package var selection: UUID?

    package init() {}

    package var place: Int? { selection.flatMap { id in rows?.firstIndex { $0.id == id } } }
}
