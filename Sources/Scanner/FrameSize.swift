/// The size of frames, in pixels.
package struct FrameSize: Hashable, Sendable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Reads `640x480`: each side from 16 to 8192; `nil` otherwise.
    package init?(_ text: String) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count == 2, sides.allSatisfy((16...8192).contains) else { return nil }
        self.init(width: sides[0], height: sides[1])
    }

    /// Reads a pass from twice as far away as 640×480 does.
    package static let large = FrameSize(width: 1280, height: 720)

    /// Large enough for a pass at arm's length, and uncompressed at 30 frames a second over USB 2.
    package static let usual = FrameSize(width: 640, height: 480)

    package var description: String { "\(width)x\(height)" }

    /// In pixels.
    var area: Int { width * height }
}
