import CCurses
import Kiosk
import Reception

extension Palette {
    /// 256 colours on black ink's grey: ice blue for what matters, white for what comes first.
    static func dark(_ role: Role) -> Style {
        switch role {
        case .plain: Style(foreground: 252, background: 234)
        case .headline: Style(foreground: 231, background: 234, attributes: [UK_CURSES_BOLD])
        case .accent: Style(foreground: 153, background: 234, attributes: [UK_CURSES_BOLD])
        case .quiet: Style(foreground: 246, background: 234)
        case .key: Style(foreground: 234, background: 153, attributes: [UK_CURSES_BOLD])
        case .field: Style(foreground: 231, background: 238, attributes: [UK_CURSES_BOLD])
        case .stroke: Style(foreground: 153, background: 234)
        case .drift: Style(foreground: 67, background: 234)
        case .bar: Style(foreground: 248, background: 236)
        case .outline: Style(foreground: 16, background: 220, attributes: [UK_CURSES_BOLD])
        default: common(role)
        }
    }

    /// 256 colours on paper: indigo for what matters.
    static func light(_ role: Role) -> Style {
        switch role {
        case .plain: Style(foreground: 236, background: 255)
        case .headline: Style(foreground: 16, background: 255, attributes: [UK_CURSES_BOLD])
        case .accent: Style(foreground: 24, background: 255, attributes: [UK_CURSES_BOLD])
        case .quiet: Style(foreground: 241, background: 255)
        case .key: Style(foreground: 231, background: 24, attributes: [UK_CURSES_BOLD])
        case .field: Style(foreground: 16, background: 252, attributes: [UK_CURSES_BOLD])
        case .stroke: Style(foreground: 24, background: 255)
        case .drift: Style(foreground: 67, background: 255)
        case .bar: Style(foreground: 239, background: 253)
        case .outline: Style(foreground: 16, background: 220, attributes: [UK_CURSES_BOLD])
        default: common(role)
        }
    }

    /// What is the same in both themes.
    private static func common(_ role: Role) -> Style {
        switch role {
        case .good: Style(foreground: 231, background: 29, attributes: [UK_CURSES_BOLD])
        case .notice: Style(foreground: 16, background: 221, attributes: [UK_CURSES_BOLD])
        case .bad: Style(foreground: 231, background: 124, attributes: [UK_CURSES_BOLD])
        case .barWarning: Style(foreground: 16, background: 215)
        case .grey(let upper, let lower): Style(foreground: grey(upper), background: grey(lower))
        default: Style()
        }
    }

    /// The palette's 24 greys, every second of them.
    private static func grey(_ level: UInt8) -> Int { 232 + 2 * Int(min(level, Role.greys - 1)) }

    /// Eight colours: the terminal's own ground, which is what such terminals draw best.
    static func basic(_ role: Role, _ theme: KioskLayout.Theme) -> Style {
        let ink = theme == .dark ? 7 : 0
        let ground = theme == .dark ? 0 : 7
        return switch role {
        case .plain, .quiet: Style(foreground: ink, background: ground)
        case .headline: Style(foreground: ink, background: ground, attributes: [UK_CURSES_BOLD])
        case .accent, .stroke:
            Style(foreground: theme == .dark ? 6 : 4, background: ground, attributes: [UK_CURSES_BOLD])
        case .drift: Style(foreground: theme == .dark ? 6 : 4, background: ground)
        case .key, .bar, .field: Style(foreground: ground, background: ink)
        case .good: Style(foreground: 7, background: 2, attributes: [UK_CURSES_BOLD])
        case .notice, .barWarning, .outline: Style(foreground: 0, background: 3)
        case .bad: Style(foreground: 7, background: 1, attributes: [UK_CURSES_BOLD])
        case .grey: Style(foreground: 7, background: 0)
        }
    }

    /// No colours: bold, reverse and underlined; answers differ by their sign and words as well.
    static func monochrome(_ role: Role) -> Style {
        switch role {
        case .plain, .quiet, .stroke, .drift, .grey: Style()
        case .headline, .accent: Style(attributes: [UK_CURSES_BOLD])
        case .field: Style(attributes: [UK_CURSES_BOLD, UK_CURSES_UNDERLINE])
        case .key, .bar, .outline: Style(attributes: [UK_CURSES_REVERSE])
        case .good: Style(attributes: [UK_CURSES_REVERSE, UK_CURSES_BOLD])
        case .notice: Style(attributes: [UK_CURSES_REVERSE])
        case .bad: Style(attributes: [UK_CURSES_REVERSE, UK_CURSES_BOLD])
        case .barWarning: Style(attributes: [UK_CURSES_REVERSE, UK_CURSES_BOLD])
        }
    }
}
