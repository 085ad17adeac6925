/// A code that was read in a frame.
package struct FoundCode: Hashable, Sendable {
    /// What it says. Bytes that are no UTF-8 are replaced by U+FFFD.
    package var text: String
    /// The length of its side in pixels of the frame: of two codes the larger one is nearer.
    package var side: Double
    /// Its corners around it, as shares of the frame's width and height; four, or none where they are not known.
    package var corners: [SIMD2<Float>]

    package init(text: String, side: Double, corners: [SIMD2<Float>] = []) {
        self.text = text
        self.side = side
        self.corners = corners
    }
}
