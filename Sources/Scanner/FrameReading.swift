package import Reception

/// What one frame gave.
package struct FrameReading: Hashable, Sendable {
    /// The codes that were read, each text once.
    package var codes: [FoundCode]
    /// What may keep a code that seems to be in view from being read; `nil` when none is in view, or one was read.
    ///
    /// Of one frame alone: whoever shows it to a visitor waits until several agree.
    package var obstacle: ScanLine.Hint?

    package init(codes: [FoundCode] = [], obstacle: ScanLine.Hint? = nil) {
        self.codes = codes
        self.obstacle = obstacle
    }
}
