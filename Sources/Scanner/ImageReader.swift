import CProcess
import Glibc

/// Reads codes from picture files: one path per line in, one line out for each.
///
/// The line is `path<TAB>text<TAB>microseconds`. The text is empty when no code is read or the file is no picture; in
/// it tab, newline, carriage return and backslash are `\t`, `\n`, `\r` and `\\`, and several codes are joined by `\x`.
/// The microseconds are processor time of decoding alone, without reading the file.
package struct ImageReader {
    private let decoder = QRDecoder()
    private let output: LineOutput

    /// Why paths could not be read.
    package struct InputError: Error, CustomStringConvertible {
        var errno: Int32

        package var description: String {
            "The list of pictures cannot be read (\(String(cString: strerror(errno)))); give it as standard input."
        }
    }

    /// Answers to `output`.
    package init(output: LineOutput) {
        self.output = output
    }

    /// Answers every path that comes from `descriptor`, until its end.
    /// - Throws: ``InputError``, ``LineOutput/Failure``.
    package func run(paths descriptor: Int32) throws {
        guard let input = fdopen(dup(descriptor), "r") else { throw InputError(errno: errno) }
        var line: UnsafeMutablePointer<CChar>?
        var room = 0
        defer {
            free(line)
            fclose(input)
        }
        while true {
            let count = getline(&line, &room, input)
            guard count > 0 else { break }
            let bytes = UnsafeRawBufferPointer(start: line, count: count)
            try output.write(answer(to: Array(bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...])))
        }
        if ferror(input) != 0 { throw InputError(errno: errno) }
    }

    /// The answer to one path, without its newline.
    package func answer(to path: [UInt8]) -> [UInt8] {
        guard let image = try? GreyImage(path: path) else { return path + Array("\t\t0".utf8) }
        let start = uk_process_thread_microseconds()
        let texts = decoder.texts(in: image)
        let spent = uk_process_thread_microseconds() - start
        return path + Array("\t\(texts.map(ImageReader.escape).joined(separator: "\\x"))\t\(spent)".utf8)
    }

    private static func escape(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
