import Reception

/// What an administrator changes at the terminal itself.
package struct SettingsPage: Hashable, Sendable {
    package var selection = Setting.language
    /// What is to hold once it is on record.
    package var pending: ConsoleChoices?

    package init() {}

    /// One thing that can be set; the key is the digit.
    package enum Setting: Int, Hashable, Sendable, CaseIterable {
        case language = 1
        case theme = 2
        case sound = 3
        case letters = 4
    }
}

/// Begins or ends maintenance, after a question.
package struct MaintenancePage: Hashable, Sendable {
    package init() {}
}
