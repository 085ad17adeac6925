import Foundation
import Reception

/// Prints a value as one line of JSON, keys sorted.
func printJSON(_ value: some Encodable) throws {
    printText(String(decoding: try Wire.encode(value), as: UTF8.self) + "\n")
}

/// Prints text as it is.
func printText(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
}

/// Prints rows as columns separated by tabs.
func printTable(_ rows: [[String]]) {
    printText(rows.map { $0.joined(separator: "\t") + "\n" }.joined())
}
