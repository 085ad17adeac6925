import Foundation

/// The folder of one run; it and everything in it are gone with the last reference.
final class ScratchFolder {
    let path: String

    /// - Throws: ``BenchmarkFailure`` when it cannot be made in `parent`.
    init(in parent: String) throws {
        let place = URL(fileURLWithPath: parent).standardizedFileURL.path
        var template = Array("\(place)/.uketsuke-bench-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { name in
            name.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else {
            throw BenchmarkFailure("No folder can be made in \(place); name another one with --directory.")
        }
        path = made
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
}
