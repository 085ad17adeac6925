package import Reception

/// What a scan worker told.
package enum ScanReport: Hashable, Sendable {
    /// A code was shown to it.
    case code(String)
    /// A code was shown to it that cannot be one of ours.
    case foreign
    /// What would make the code in view readable; `nil` when there is nothing to say any more.
    case hint(ScanLine.Hint?)
    /// What the camera sees, from a worker that was asked for it.
    case preview(ScanLine.Preview)
    /// How it is now; told at each change, and first of all when it is started.
    case state(ScannerState)
}
