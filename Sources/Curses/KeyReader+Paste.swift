import Kiosk

/// A paste in xterm's brackets: `ESC [ 200 ~`, the text, `ESC [ 201 ~`.
///
/// The kiosk never asks for the brackets, so they come from a program that types for a scanner, or from a code.
extension KeyReader {
    /// More bytes of one paste than this are dropped.
    static let longestPaste = 16_384
    /// What follows the first ESC.
    static let pasteBegin = Array("[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    mutating func takePasted(_ byte: UInt8) {
        held.append(byte)
        if held.suffix(KeyReader.pasteEnd.count).elementsEqual(KeyReader.pasteEnd) {
            held.removeLast(KeyReader.pasteEnd.count)
            finishPaste()
        } else if held.count == KeyReader.longestPaste + KeyReader.pasteEnd.count {
            // The end may have begun.
            held.remove(at: KeyReader.longestPaste)
        }
    }

    mutating func finishPaste() {
        finish(.pasted(String(decoding: held, as: UTF8.self)))
    }
}
