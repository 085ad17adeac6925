import ArgumentParser
import Foundation
import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// Prints a value as one line of JSON, keys sorted.
///
/// - Throws: as ``printText(_:)``.
func printJSON(_ value: some Encodable) throws {
    try printText(String(decoding: try Wire.encode(value), as: UTF8.self) + "\n")
}

/// Prints text as it is.
///
/// - Throws: ``CommandFailure`` when it cannot be written. Where the reader has seen enough (`| head`) the command
///   ends quietly, with success.
func printText(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if count >= 0 {
            rest = rest.dropFirst(count)
        } else if errno == EPIPE {
            throw ExitCode.success
        } else if errno != EINTR {
            throw CommandFailure(
                "The output cannot be written (\(String(cString: strerror(errno)))); see where it goes.")
        }
    }
}

/// Prints rows as columns separated by tabs.
///
/// - Throws: as ``printText(_:)``.
func printTable(_ rows: [[String]]) throws {
    try printText(rows.map { $0.joined(separator: "\t") + "\n" }.joined())
}

/// Prints what a command made or changed: as JSON, or as one row.
///
/// - Throws: as ``printText(_:)``.
func printResult(_ value: some Encodable, json: Bool, row: [String]) throws {
    try json ? printJSON(value) : printTable([row])
}
