import Kiosk

/// Reports of a mouse, or of a finger on a touch screen: `ESC [ < button ; column ; row M`, with `m` for a release, and
/// the old `ESC [ M` with three bytes of a terminal that does not know the new kind.
///
/// Only presses and turns of the wheel are told. Releases and motion say nothing, and anything that is not quite such a
/// report is `.other`, so that none of it can be typed text.
extension KeyReader {
    /// What follows the ESC.
    static let mouseBegin = Array("[<".utf8)
    static let oldMouseBegin = Array("[M".utf8)

    /// Rows and columns of the largest terminal.
    private static let places = 1...32_767
    private static let oldOffset = 32

    /// Bits of a button's number.
    private enum Button {
        static let which = 3
        /// Shift, Alt and Control, which may be held.
        static let modifiers = 4 | 8 | 16
        static let motion = 32
        static let wheel = 64
        /// In the old kind of report, which does not say what was released.
        static let released = 3
    }

    mutating func finishMouseReport() {
        let text = String(decoding: held.dropFirst(KeyReader.mouseBegin.count), as: UTF8.self)
        let numbers = text.dropLast().split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        guard let end = text.last, end == "M" || end == "m", numbers.count == 3, let button = numbers[0],
            let column = numbers[1], let row = numbers[2], text.utf8.first != UInt8(ascii: "+")
        else { return finish(.other) }
        finishMouse(button: button, isRelease: end == "m", row: row, column: column)
    }

    /// The old kind holds no control characters: whatever ends a line ends it.
    mutating func takeMouseByte(_ byte: UInt8) {
        guard byte >= KeyReader.oldOffset, byte != 0x7F else {
            finish(.other)
            return takePlain(byte)
        }
        held.append(byte)
        guard held.count == 3 else { return }
        let numbers = held.map { Int($0) - KeyReader.oldOffset }
        let isRelease = numbers[0] & (Button.which | Button.wheel) == Button.released
        finishMouse(button: numbers[0], isRelease: isRelease, row: numbers[2], column: numbers[1])
    }

    private mutating func finishMouse(button: Int, isRelease: Bool, row: Int, column: Int) {
        guard (0..<256).contains(button), KeyReader.places.contains(row), KeyReader.places.contains(column)
        else { return finish(.other) }
        if isRelease || button & Button.motion != 0 { return finish([]) }
        switch button & ~Button.modifiers {
        case 0..<Button.released: finish([.click(row: row - 1, column: column - 1)])
        case Button.wheel: finish(.up)
        case Button.wheel + 1: finish(.down)
        default: finish([])
        }
    }
}
