/// Something that happened to the kiosk's files and that the program must say loudly, on screen and in the log.
package enum StoreNote: Hashable, Sendable {
    /// The outbox was damaged: it was moved to `path`, and a new stream was begun.
    case outboxSetAside(path: String)
    /// Events were read from a damaged outbox and wait to be sent again.
    case eventsRecovered(path: String, count: Int)
    /// The cache was damaged, moved to `path`, and is being fetched again.
    case cacheSetAside(path: String)
}

extension StoreNote: CustomStringConvertible {
    /// A full sentence.
    package var description: String {
        switch self {
        case .outboxSetAside(let path):
            "The outbox was damaged: it is kept as \(path), and recording goes on in a new one. Tell the administrator."
        case .eventsRecovered(let path, let count):
            "\(count) unsent events could be read from \(path) and will be sent; others may be lost with it."
        case .cacheSetAside(let path):
            "The cache was damaged: it is kept as \(path) and is fetched again from the cloud."
        }
    }
}
