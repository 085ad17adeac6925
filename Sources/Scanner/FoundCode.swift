/// A code that was read in a frame.
package struct FoundCode: Hashable, Sendable {
    /// What it says. Bytes that are no UTF-8 are replaced by U+FFFD.
    package var text: String
    /// The length of its side in pixels of the frame: of two codes the larger one is nearer.
    package var side: Double

    package init(text: String, side: Double) {
        self.text = text
        self.side = side
    }
}
