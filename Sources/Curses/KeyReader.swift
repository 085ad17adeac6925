package import Kiosk

/// Makes keys and clicks of a terminal's bytes.
///
/// What it promises: every byte is part of a key that is reported, of a sequence that is reported as `.other`, or of a
/// report of the mouse, of which only presses and the wheel are told; no byte of a sequence ever comes out as a
/// character; nothing that can be sent keeps it from understanding the next Enter, as a sequence ends at the first byte
/// that cannot belong to it, and what is pasted at the first pause. It holds at most one sequence or paste, in bounded
/// memory.
///
/// Curses' own `get_wch` keeps none of these: it drops what follows a byte that is not UTF-8, and the letters of a
/// sequence that terminfo does not have come out as typed.
package struct KeyReader {
    enum State: Hashable {
        case ground
        /// After CR: a LF that follows at once belongs to it.
        case afterReturn
        /// In a character of so many bytes, perhaps after ESC (Alt held).
        case character(length: Int, isAlternate: Bool)
        case escape
        /// `ESC` and intermediate bytes, such as a character set's designation.
        case designation
        /// After `ESC O`.
        case single
        /// After `ESC [`.
        case control
        /// The Linux console's `ESC [ [` has one more byte.
        case console
        /// A mouse report of the old kind, with three bytes.
        case mouse
        /// After `ESC ]`: the command of a terminal has a number, and else it is Escape and a scan (`]Q1…`).
        case bracket
        /// A string nobody asked for: OSC, DCS, SOS, PM, APC.
        case string
        /// After the ESC that ended a string: a backslash belongs to it.
        case stringEnd
        /// Between the brackets of a paste; ``held`` is its text.
        case pasted
    }

    /// The longest sequence that can still be understood; the longest mouse report needs 19.
    static let longestKnown = 24

    var state = State.ground
    /// The bytes of what is being read, without the ESC.
    var held: [UInt8] = []
    var inputs: [TerminalInput] = []

    package init() {}

    /// Whether more bytes would change what was read so far: ask again after a moment, then ``settle()``.
    package var isPending: Bool {
        state != .ground && state != .afterReturn
    }

    /// What is complete, each once.
    package mutating func takeInputs() -> [TerminalInput] {
        defer { inputs.removeAll(keepingCapacity: true) }
        return inputs
    }

    package var inputCount: Int { inputs.count }

    /// Ends what is being read, as nothing followed: `ESC` was the Escape key.
    package mutating func settle() {
        switch state {
        case .ground, .afterReturn: break
        case .character(_, let isAlternate): finish(isAlternate ? .other : .character("\u{FFFD}"))
        case .escape, .stringEnd: finish(.escape)
        case .bracket: finish(.alternate("]"))
        case .pasted: finishPaste()
        default: finish(.other)
        }
        state = .ground
    }

    package mutating func take(_ byte: UInt8) {
        switch state {
        case .ground: takePlain(byte)
        case .afterReturn:
            state = .ground
            if byte != 0x0A { takePlain(byte) }
        case .character(let length, let isAlternate): takeContinuation(byte, length: length, isAlternate: isAlternate)
        case .mouse: takeMouseByte(byte)
        case .bracket:
            guard !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return state = .string }
            finish(.alternate("]"))
            takePlain(byte)
        case .string: takeStringByte(byte)
        case .stringEnd:
            state = .escape
            if byte == UInt8(ascii: "\\") { finish(.other) } else { takeSequenceByte(byte) }
        case .pasted: takePasted(byte)
        case .escape: takeSequenceByte(byte)
        case .designation, .single, .control, .console:
            if (0x20..<0x7F).contains(byte) { return takeSequenceByte(byte) }
            finish(.other)
            takePlain(byte)
        }
    }

    mutating func finish(_ key: Key) { finish([.key(key)]) }

    mutating func finish(_ complete: [TerminalInput]) {
        inputs += complete
        held.removeAll(keepingCapacity: true)
        state = .ground
    }

    // MARK: - Characters

    mutating func takePlain(_ byte: UInt8) {
        switch byte {
        case 0x0A: finish(.enter)
        case 0x0D:
            finish(.enter)
            state = .afterReturn
        case 0x09: finish(.tab)
        case 0x08, 0x7F: finish(.backspace)
        case 0x1B: state = .escape
        case 0x01...0x1A: finish(.control(Character(Unicode.Scalar(byte + 0x60))))
        case 0x00..<0x20: finish(.other)
        case 0x20..<0x7F: finish(.character(Character(Unicode.Scalar(byte))))
        default: begin(byte, isAlternate: false)
        }
    }

    mutating func begin(_ lead: UInt8, isAlternate: Bool) {
        let length =
            switch lead {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard length > 1 else { return finish(isAlternate ? .other : .character("\u{FFFD}")) }
        held = [lead]
        state = .character(length: length, isAlternate: isAlternate)
    }

    private mutating func takeContinuation(_ byte: UInt8, length: Int, isAlternate: Bool) {
        guard byte & 0xC0 == 0x80 else {
            settle()
            return takePlain(byte)
        }
        held.append(byte)
        guard held.count == length else { return }
        let key = key(ofUTF8: held)
        guard isAlternate, case .character(let character) = key else { return finish(key) }
        finish(.alternate(character))
    }

    private func key(ofUTF8 bytes: [UInt8]) -> Key {
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        // Overlong forms and surrogates come out as one replacement character per byte.
        guard scalars.count == 1, let scalar = scalars.first else { return .character("\u{FFFD}") }
        return (0x80..<0xA0).contains(scalar.value) ? .other : .character(Character(scalar))
    }
}
