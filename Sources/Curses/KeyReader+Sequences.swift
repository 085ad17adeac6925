import Kiosk

/// Sequences and strings after an ESC: what ends them, and which key they are.
extension KeyReader {
    mutating func takeSequenceByte(_ byte: UInt8) {
        if held.count < KeyReader.longestKnown { held.append(byte) }
        switch state {
        case .escape: takeAfterEscape(byte)
        case .designation where byte >= 0x30: finish(.other)
        case .console: finish(KeyReader.known[held] ?? .other)
        case .control where held == Array("[[".utf8): state = .console
        case .control where held == KeyReader.oldMouseBegin:
            held.removeAll(keepingCapacity: true)
            state = .mouse
        case .control where held.starts(with: KeyReader.mouseBegin) && byte >= 0x40: finishMouseReport()
        case .control where held == KeyReader.pasteBegin:
            held.removeAll(keepingCapacity: true)
            state = .pasted
        case .control where byte >= 0x40, .single where byte >= 0x40: finish(KeyReader.known[held] ?? .other)
        default: break
        }
    }

    mutating func takeAfterEscape(_ byte: UInt8) {
        switch byte {
        case 0x1B:
            finish(.escape)
            state = .escape
        case UInt8(ascii: "["): state = .control
        case UInt8(ascii: "O"): state = .single
        case UInt8(ascii: "]"): state = .bracket
        case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string
        case 0x20..<0x30: state = .designation
        case 0x30..<0x7F: finish(.alternate(Character(Unicode.Scalar(byte))))
        case 0x80...: begin(byte, isAlternate: true)
        default: finish(.other)
        }
    }

    /// A string ends at BEL, at ST (`ESC \`), and at what ends a line, lest one stray byte swallow a visitor's code.
    mutating func takeStringByte(_ byte: UInt8) {
        switch byte {
        case 0x07, 0x18, 0x1A: finish(.other)
        case 0x0A, 0x0D:
            finish(.other)
            takePlain(byte)
        case 0x1B:
            finish(.other)
            state = .stringEnd
        default: break
        }
    }
}
