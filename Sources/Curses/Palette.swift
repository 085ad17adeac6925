import CCurses
import Kiosk

/// How roles look on a terminal with so many colours.
///
/// Every role also differs without colours where it matters, since a visitor may not see them: see ``monochrome``.
struct Palette {
    /// A pair of colours of the terminal's palette (-1 for its default) and attributes.
    struct Style: Hashable {
        var foreground = -1
        var background = -1
        var attributes: [uk_curses_attribute] = []

        var bits: UInt32 { attributes.reduce(0) { $0 | UInt32($1.rawValue) } }
    }

    let style: (Role) -> Style
    let hasColours: Bool

    /// - Parameter colours: how many the terminal has; below eight it counts as monochrome.
    init(colours: Int) {
        hasColours = colours >= 8
        switch colours {
        case 256...: style = Palette.rich
        case 8...: style = Palette.basic
        default: style = Palette.monochrome
        }
    }

    /// The pair of a role: they are numbered in the order of the roles, from 1 on.
    func pair(of role: Role) -> Int32 {
        guard hasColours, let index = Role.allCases.firstIndex(of: role) else { return 0 }
        return Int32(index + 1)
    }

    // MARK: - Tables

    private static func rich(_ role: Role) -> Style {
        switch role {
        case .plain: Style()
        case .headline: Style(attributes: [UK_CURSES_BOLD])
        case .accent: Style(foreground: 38, attributes: [UK_CURSES_BOLD])
        case .key: Style(foreground: 231, background: 240, attributes: [UK_CURSES_BOLD])
        case .good: Style(foreground: 231, background: 28, attributes: [UK_CURSES_BOLD])
        case .notice: Style(foreground: 16, background: 220, attributes: [UK_CURSES_BOLD])
        case .bad: Style(foreground: 231, background: 160, attributes: [UK_CURSES_BOLD])
        case .bar: Style(foreground: 231, background: 24)
        case .barWarning: Style(foreground: 16, background: 214)
        }
    }

    private static func basic(_ role: Role) -> Style {
        switch role {
        case .plain: Style()
        case .headline: Style(attributes: [UK_CURSES_BOLD])
        case .accent: Style(foreground: 6, attributes: [UK_CURSES_BOLD])
        case .key: Style(attributes: [UK_CURSES_REVERSE])
        case .good: Style(foreground: 7, background: 2, attributes: [UK_CURSES_BOLD])
        case .notice: Style(foreground: 0, background: 3)
        case .bad: Style(foreground: 7, background: 1, attributes: [UK_CURSES_BOLD])
        case .bar: Style(foreground: 7, background: 4)
        case .barWarning: Style(foreground: 0, background: 3)
        }
    }

    private static func monochrome(_ role: Role) -> Style {
        switch role {
        case .plain: Style()
        case .headline, .accent: Style(attributes: [UK_CURSES_BOLD])
        case .key, .bar: Style(attributes: [UK_CURSES_REVERSE])
        case .good: Style(attributes: [UK_CURSES_REVERSE, UK_CURSES_BOLD])
        case .notice: Style(attributes: [UK_CURSES_BOLD, UK_CURSES_UNDERLINE])
        case .bad: Style(attributes: [UK_CURSES_REVERSE, UK_CURSES_BOLD, UK_CURSES_UNDERLINE])
        case .barWarning: Style(attributes: [UK_CURSES_REVERSE, UK_CURSES_BOLD])
        }
    }
}
