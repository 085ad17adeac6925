import CCurses
import Kiosk
import Reception

/// How roles look on a terminal with so many colours, in either theme.
///
/// Every role also differs without colours where it matters, since a visitor may not see them: see ``monochrome``.
struct Palette {
    /// A pair of colours of the terminal's palette (-1 for its default) and attributes.
    struct Style: Hashable {
        var foreground = -1
        var background = -1
        var attributes: [uk_curses_attribute] = []

        var bits: UInt32 { attributes.reduce(0) { $0 | UInt32($1.rawValue) } }

        /// What is seen of a blank; `nil` where that is more than a colour.
        var ground: Int? {
            attributes.contains { $0 == UK_CURSES_REVERSE || $0 == UK_CURSES_UNDERLINE } ? nil : background
        }
    }

    /// Two colours as curses knows them once ``Pair/number`` is defined.
    struct Pair: Hashable {
        let number: Int32
        let foreground: Int32
        let background: Int32
    }

    /// What curses is given for a piece of text.
    struct Ink {
        let pair: Int32
        let bits: UInt32
        let ground: Int?
    }

    let hasColours: Bool
    /// The pairs to define before anything is drawn; roles that look alike share one, as some terminals have only 64.
    let pairs: [Pair]
    private let inks: [KioskLayout.Theme: [Role: Ink]]
    private let greys: Greys

    /// How finely the viewfinder can be shown.
    private enum Greys { case levels, none }

    /// - Parameter colours: how many the terminal has; below eight it counts as monochrome.
    init(colours: Int) {
        hasColours = colours >= 8
        greys = colours >= 256 ? .levels : .none
        let style = Palette.table(colours: colours)
        var pairs: [Pair] = []
        var inks: [KioskLayout.Theme: [Role: Ink]] = [:]
        for theme in KioskLayout.Theme.allCases {
            for role in Role.allCases {
                let style = style(role, theme)
                let number = hasColours ? Palette.number(of: style, in: &pairs) : 0
                inks[theme, default: [:]][role] = Ink(pair: number, bits: style.bits, ground: style.ground)
            }
        }
        self.pairs = pairs
        self.inks = inks
    }

    /// What a role is drawn in.
    func ink(_ role: Role, in theme: KioskLayout.Theme) -> Ink {
        inks[theme]?[role] ?? Ink(pair: 0, bits: 0, ground: nil)
    }

    /// The row as this terminal can show it, with as few changes of ink as can be, since each of them takes some twenty
    /// bytes: a blank takes the ink of what stands before it, or first in the row, where that looks the same.
    func shown(_ row: some Collection<Frame.Cell>, in theme: KioskLayout.Theme) -> [Frame.Cell] {
        var cells = row.map(shown)
        guard let first = cells.firstIndex(where: { $0.text != " " }) else { return cells }
        for place in cells.indices where cells[place].text == " " {
            let (role, next) = (cells[place].role, cells[place < first ? first : place - 1].role)
            guard role != next, let ground = ink(role, in: theme).ground, ground == ink(next, in: theme).ground
            else { continue }
            cells[place].role = next
        }
        return cells
    }

    /// The cell as this terminal can show it: with fewer than 256 colours two grey points become black and white ones.
    func shown(_ cell: Frame.Cell) -> Frame.Cell {
        guard greys == .none, case .grey(let upper, let lower) = cell.role else { return cell }
        let blocks = [" ", "▄", "▀", "█"]
        let half = Role.greys / 2
        return Frame.Cell(text: blocks[(upper >= half ? 2 : 0) + (lower >= half ? 1 : 0)], role: cell.role)
    }

    /// The look of a role on a terminal with so many colours.
    static func table(colours: Int) -> (Role, KioskLayout.Theme) -> Style {
        switch colours {
        case 256...: { $1 == .dark ? dark($0) : light($0) }
        case 8...: basic
        default: { role, _ in monochrome(role) }
        }
    }

    private static func number(of style: Style, in pairs: inout [Pair]) -> Int32 {
        let (foreground, background) = (Int32(style.foreground), Int32(style.background))
        if let known = pairs.first(where: { $0.foreground == foreground && $0.background == background }) {
            return known.number
        }
        let pair = Pair(number: Int32(pairs.count + 1), foreground: foreground, background: background)
        pairs.append(pair)
        return pair.number
    }
}
