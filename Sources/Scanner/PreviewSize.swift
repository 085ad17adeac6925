/// How large a preview may be and how often one is sent.
package struct PreviewSize: Hashable, Sendable {
    /// A preview keeps the frame's proportions inside these sides.
    package let width: Int
    package let height: Int
    package let framesPerSecond: Int

    /// Why a text names no preview.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        case shape, side, rate

        package var description: String {
            switch self {
            case .shape: "Write a preview as width, height and pictures per second, such as 80x60@5."
            case .side: "Each side of a preview is from 1 to 200 pixels."
            case .rate: "A preview is sent from 1 to 30 times a second."
            }
        }
    }

    /// Reads `80x60@5`: sides from 1 to 200, 1 to 30 a second.
    /// - Throws: ``Failure``.
    package init(_ text: String) throws(Failure) {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2 else { throw .shape }
        let sides = halves[0].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], let rate = Int(halves[1])
        else { throw .shape }
        guard (1...200).contains(width), (1...200).contains(height) else { throw .side }
        guard (1...30).contains(rate) else { throw .rate }
        self.width = width
        self.height = height
        framesPerSecond = rate
    }

    /// The largest size inside `most` with the proportions of `frame`; never larger than the frame itself.
    package static func fitting(_ frame: FrameSize, in most: FrameSize) -> FrameSize {
        let (width, height) = (max(frame.width, 1), max(frame.height, 1))
        let scale = min(1, Double(most.width) / Double(width), Double(most.height) / Double(height))
        func side(_ length: Int, _ limit: Int) -> Int {
            max(1, min(limit, length, Int((Double(length) * scale).rounded())))
        }
        return FrameSize(width: side(width, most.width), height: side(height, most.height))
    }
}
