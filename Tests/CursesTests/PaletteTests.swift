import CCurses
import Foundation
import Kiosk
import Reception
import Testing

@testable import Curses

/// What roles look like.
@Suite struct PaletteTests {
    private static let texts: [Role] = [
        .plain, .headline, .accent, .quiet, .key, .field, .good, .notice, .bad, .stroke, .bar, .barWarning, .outline,
    ]

    @Test(arguments: KioskLayout.Theme.allCases)
    func `every text has a contrast of at least 4.5 in 256 colours`(theme: KioskLayout.Theme) {
        let style = Palette.table(colours: 256)
        for role in Self.texts {
            let look = style(role, theme)
            #expect(contrast(look.foreground, look.background) >= 4.5, "\(role) in \(theme)")
        }
        // A moving line is no text, but is to be seen.
        let drift = style(.drift, theme)
        #expect(contrast(drift.foreground, drift.background) >= 3)
    }

    @Test func `the three answers differ without colours, too, from each other or from running text`() {
        for colours in [0, 8, 256] {
            let style = Palette.table(colours: colours)
            for role in [Role.good, .notice, .bad, .key, .headline, .accent] {
                #expect(style(role, .dark) != style(.plain, .dark), "\(role) with \(colours) colours")
            }
        }
    }

    @Test func `a terminal with eight colours has pairs enough`() {
        #expect(Palette(colours: 8).pairs.count < 64)
        #expect(Palette(colours: 256).pairs.count < 256 * 128)
        #expect(Palette(colours: 0).pairs.isEmpty)
    }

    @Test func `with few colours the viewfinder is black and white`() {
        let bright = Role.greys - 1
        let cell = Frame.Cell(text: "▀", role: .grey(upper: 0, lower: bright))
        #expect(Palette(colours: 8).shown(cell).text == "▄")
        #expect(Palette(colours: 0).shown(cell).text == "▄")
        #expect(Palette(colours: 256).shown(cell).text == "▀")
    }

    @Test(arguments: [256, 8, 0]) func `a blank takes its neighbour's ink where that looks the same`(colours: Int) {
        var frame = Frame(size: Size(rows: 2, columns: 8))
        frame.put("██", row: 0, column: 2, role: .stroke)
        frame.put("C", row: 0, column: 6, role: .key)
        let palette = Palette(colours: colours)
        let shown = palette.shown(frame.cells[0], in: .dark)
        #expect(shown.map(\.text) == frame.cells[0].map(\.text))
        #expect(shown.map(\.role) == Array(repeating: .stroke, count: 6) + [.key, .plain])
        #expect(palette.shown(frame.cells[1], in: .dark) == frame.cells[1])
    }

    // MARK: - Contrast (WCAG 2.1)

    private func contrast(_ one: Int, _ other: Int) -> Double {
        let (dark, light) = (min(luminance(one), luminance(other)), max(luminance(one), luminance(other)))
        return (light + 0.05) / (dark + 0.05)
    }

    /// Of a colour of xterm's palette beyond the sixteen that users change.
    private func luminance(_ colour: Int) -> Double {
        let levels = [0, 95, 135, 175, 215, 255]
        let grey = 8 + 10 * (colour - 232)
        let cube = colour - 16
        let parts = colour >= 232 ? [grey, grey, grey] : [levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]]
        let linear = parts.map { part -> Double in
            let value = Double(part) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
