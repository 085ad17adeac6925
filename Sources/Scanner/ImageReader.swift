import Glibc

/// Reads codes from picture files: one path per line in, one line out for each.
///
/// The line is `path<TAB>text<TAB>microseconds`. The text is empty when no code is read or the file is no picture; in
/// it tab, newline, carriage return and backslash are `\t`, `\n`, `\r` and `\\`, and several codes are joined by `\x`.
/// The microseconds are processor time of looking for codes alone, without reading and unpacking the file.
///
/// Pictures are read in another process: one that ends that process, or holds it for half a minute, has an empty text
/// as well, and the next one is answered.
package struct ImageReader {
    private let reader: ReaderProcess
    private let output: LineOutput

    /// Why paths could not be read.
    package struct InputError: Error, CustomStringConvertible {
        var errno: Int32

        package var description: String {
            "The list of pictures cannot be read (\(String(cString: strerror(errno)))); give it as standard input."
        }
    }

    /// Answers to `output`; `reader` is one for files.
    package init(reader: ReaderProcess, output: LineOutput) {
        self.reader = reader
        self.output = output
    }

    /// Answers every path that comes from `descriptor`, until its end.
    /// - Throws: ``InputError``, ``LineOutput/Failure``, ``ReaderFailure``.
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
    private func answer(to path: [UInt8]) throws(ReaderFailure) -> [UInt8] {
        guard let length = PictureFile.read(path, into: reader.staging),
            case .answered(let answer) = try reader.wait(for: ReaderRequest(picture: .file(length: length))),
            answer.isPicture
        else { return path + Array("\t\t0".utf8) }
        let texts = answer.reading.codes.map { CodeText.escaped($0.text) }
        return path + Array("\t\(texts.joined(separator: "\\x"))\t\(answer.readingTime)".utf8)
    }
}
