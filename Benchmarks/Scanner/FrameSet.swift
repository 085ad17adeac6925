import Foundation
import Scanner

/// The pictures of a folder that `gen.py` made, and what its list says of each.
struct FrameSet {
    struct Frame {
        let path: String
        /// What the code says; empty where the picture holds none.
        let text: String
        /// What the picture is like, such as `glare`.
        let kind: String
        /// `easy`, `medium` or `hard`.
        let grade: String
        /// The stream it belongs to, and its place in it; `nil` for single pictures.
        let stream: Int?
        let index: Int?

        /// Reads the picture.
        ///
        /// - Throws: ``BenchmarkFailure`` when it cannot be read.
        func image() throws -> GreyImage {
            do {
                return try GreyImage(path: Array(path.utf8))
            } catch {
                throw BenchmarkFailure("\(path) cannot be read; make the frames anew (make bench-scanner).")
            }
        }
    }

    let folder: String
    let frames: [Frame]

    /// - Throws: ``BenchmarkFailure`` when there is no list, or an empty one.
    init(_ folder: String) throws {
        self.folder = folder
        let list = try? String(contentsOfFile: folder + "/manifest.tsv", encoding: .utf8)
        let rows = (list ?? "").split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let head = rows.first, rows.count > 1 else {
            throw BenchmarkFailure("\(folder) has no manifest.tsv with frames; make them with make bench-scanner.")
        }
        frames = rows.dropFirst().map { row in
            let fields = Dictionary(zip(head, row)) { first, _ in first }
            return Frame(
                path: "\(folder)/\(fields["file"] ?? "")", text: fields["expected"] ?? "",
                kind: fields["class"] ?? "", grade: fields["grade"] ?? "", stream: fields["stream"].flatMap { Int($0) },
                index: fields["idx"].flatMap { Int($0) })
        }
    }

    /// The frames of each stream, in order.
    var streams: [(number: Int, frames: [Frame])] {
        Dictionary(grouping: frames.filter { $0.stream != nil }) { $0.stream ?? 0 }
            .map { number, frames in (number, frames.sorted { ($0.index ?? 0) < ($1.index ?? 0) }) }
            .sorted { $0.number < $1.number }
    }
}
