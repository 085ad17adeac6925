/// The newest lines of the log.
package struct LogPage: Hashable, Sendable {
    /// The newest first; `nil` until they are read.
    package var entries: [LogEntry]?
    package var selection = 0

    package init() {}
}
