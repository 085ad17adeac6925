import Foundation

/// A folder of frames that stand for what a camera saw.
struct ReplayFolder {
    /// What one camera saw of one presentation.
    struct Stream {
        var name: String
        var files: [String]
        /// What its code says, where that is known.
        var expected: String?
    }

    let streams: [Stream]

    /// The endings of the files that are frames.
    private static let endings = ["pgm", "ppm", "png", "jpg", "jpeg"]
    /// A table of the frames, with the columns `file`, `stream` and perhaps `expected`.
    private static let manifest = "manifest.tsv"

    /// Reads what there is at `path`: the streams of its manifest, or all its frames by name as one stream.
    /// - Throws: ``ReplayError``.
    init(path: String) throws(ReplayError) {
        if let table = try? String(contentsOfFile: "\(path)/\(ReplayFolder.manifest)", encoding: .utf8) {
            streams = try ReplayFolder.streams(of: table, in: path)
        } else {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            let files = names.filter { name in
                ReplayFolder.endings.contains((name as NSString).pathExtension.lowercased())
            }
            streams = [Stream(name: "0", files: files.sorted().map { "\(path)/\($0)" })]
        }
        guard streams.contains(where: { !$0.files.isEmpty }) else { throw .empty(path) }
    }

    /// A file without a stream is one by itself, named like the file.
    private static func streams(of table: String, in path: String) throws(ReplayError) -> [Stream] {
        // Both ends of lines; the second one is a single character.
        let rows = table.split { $0 == "\n" || $0 == "\r\n" }.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let head = rows.first ?? []
        guard let file = head.firstIndex(of: "file"), let stream = head.firstIndex(of: "stream") else {
            throw .manifest("\(path)/\(manifest)")
        }
        let expected = head.firstIndex(of: "expected")
        var streams: [Stream] = []
        for row in rows.dropFirst() {
            guard row.count == head.count else { throw .manifest("\(path)/\(manifest)") }
            let name = row[stream].isEmpty ? row[file] : row[stream]
            let text = expected.map { row[$0] }.flatMap { $0.isEmpty ? nil : $0 }
            if streams.last?.name != name { streams.append(Stream(name: name, files: [], expected: text)) }
            streams[streams.count - 1].files.append("\(path)/\(row[file])")
        }
        return streams
    }
}

/// Why frames cannot be replayed.
package enum ReplayError: Error, Hashable, CustomStringConvertible {
    case empty(String)
    case manifest(String)
    case frame(String, ImageError)

    package var description: String {
        switch self {
        case .empty(let path):
            "There are no frames in \(path); name a folder of PGM, PPM, PNG or JPEG files, or one with a manifest.tsv."
        case .manifest(let path):
            "\(path) is no table of frames; its first line must name the columns file and stream, separated by tabs."
        case .frame(let path, let reason): "\(path): \(reason)"
        }
    }
}
