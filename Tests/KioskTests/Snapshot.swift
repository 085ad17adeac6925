import Foundation
import Testing

/// Compares `picture` with the file `Screens/<name>.txt` beside the tests.
///
/// A missing file is written, and the test fails once, so that somebody looks at it. With `RECORD_SCREENS=1` in the
/// environment every file is written anew.
func expectScreen(_ name: String, _ picture: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Screens")
    let file = folder.appending(path: "\(name).txt")
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SCREENS"] == "1"
    guard let recorded, !isRecording else {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try (picture + "\n").write(to: file, atomically: true, encoding: .utf8)
        if !isRecording {
            Issue.record("\(name).txt was missing and is now written; look at it", sourceLocation: sourceLocation)
        }
        return
    }
    #expect(picture + "\n" == recorded, "\n\(picture)\n", sourceLocation: sourceLocation)
}

/// A picture with its empty rows and long runs of one character counted rather than drawn, and its common indentation
/// left out.
func compact(_ picture: String) -> String {
    let rows = picture.split(separator: "\n", omittingEmptySubsequences: false)
    let indents = rows.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
    let indent = indents.min() ?? 0
    var lines: [String] = []
    var empty = 0
    for row in rows + ["x"] {
        if row.isEmpty {
            empty += 1
            continue
        }
        if empty > 0 { lines.append(empty == 1 ? "" : "(\(empty) empty)") }
        empty = 0
        lines.append("|" + counted(row.dropFirst(indent)))
    }
    return lines.dropLast().joined(separator: "\n")
}

/// `────────────` as `─×12;`, so that a wide screen is a short line.
private func counted(_ row: Substring) -> String {
    var text = ""
    var rest = row
    while let first = rest.first {
        let run = rest.prefix { $0 == first }
        text += run.count < 8 ? String(run) : "\(first)×\(run.count);"
        rest = rest.dropFirst(run.count)
    }
    return text
}

/// The picture in a frame, so that a reader sees where the screen ends.
func framed(_ picture: String, columns: Int) -> String {
    let edge = "+" + String(repeating: "-", count: columns) + "+"
    return ([edge] + picture.split(separator: "\n", omittingEmptySubsequences: false).map { "|\($0)" } + [edge])
        .joined(separator: "\n")
}
