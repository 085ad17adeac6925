package import Reception

/// What staff have chosen at the console, in the place of what the configuration says; kept over restarts.
package struct ConsoleChoices: Codable, Hashable, Sendable {
    /// The idle screen's language (BCP 47); `nil` as configured.
    package var language: String?
    /// Dark or light; `nil` as configured.
    package var theme: KioskLayout.Theme?
    /// Whether every visitor starts with large letters; `nil` as configured.
    package var usesLargeLetters: Bool?
    /// Whether nothing sounds.
    package var isQuiet = false
    /// Whether visitors are sent to the staff.
    package var isInMaintenance = false

    package init() {}
}

extension Model {
    /// Takes what was chosen before this start.
    package mutating func take(_ kept: ConsoleChoices) {
        choices = kept
        guard screen.isHome else { return }
        goHome()
    }

    /// Whether visitors are sent to the staff; where nobody could end that, they are not.
    var isInMaintenance: Bool { choices.isInMaintenance && hasStaff }
}
