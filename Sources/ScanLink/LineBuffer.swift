import Reception

/// Cuts a stream of bytes into lines.
///
/// Newline and carriage return both end a line, because serial scanners send either. A line longer than the limit is
/// dropped whole; a last line without an end is never given out, because it may be half a code.
struct LineBuffer {
    private var held: [UInt8] = []
    private var isSkipping = false
    private let longest: Int

    /// Lines of up to `longest` bytes.
    init(longest: Int = ScanLine.longest) {
        self.longest = longest
    }

    /// The lines that `bytes` complete; bytes that are no UTF-8 are replaced by U+FFFD.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if !isSkipping, !held.isEmpty { lines.append(String(decoding: held, as: UTF8.self)) }
                held.removeAll(keepingCapacity: true)
                isSkipping = false
            } else if !isSkipping {
                held.append(byte)
                if held.count > longest {
                    isSkipping = true
                    held = []
                }
            }
        }
        return lines
    }
}
