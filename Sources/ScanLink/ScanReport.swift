package import Reception

/// What a scan worker told.
package enum ScanReport: Hashable, Sendable {
    /// A code was shown to it.
    case code(String)
    /// How it is now; told at each change, and first of all when it is started.
    case state(ScannerState)
}
