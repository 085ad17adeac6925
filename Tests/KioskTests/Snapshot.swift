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

/// The picture in a frame, so that a reader sees where the screen ends.
func framed(_ picture: String, columns: Int) -> String {
    let edge = "+" + String(repeating: "-", count: columns) + "+"
    return ([edge] + picture.split(separator: "\n", omittingEmptySubsequences: false).map { "|\($0)" } + [edge])
        .joined(separator: "\n")
}
