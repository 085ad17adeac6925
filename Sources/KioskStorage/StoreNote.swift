/// Something that happened to the kiosk's files and that the program must say loudly, on screen and in the log.
package enum StoreNote: Hashable, Sendable {
    /// The outbox was damaged: it was moved to `path`, and a new stream was begun.
    case outboxSetAside(path: String)
    /// Events were read from a damaged outbox and wait to be sent again.
    case eventsRecovered(path: String, count: Int)
    /// The cloud has seen numbers of the stream that this outbox has not given: the folder is an old copy. A new stream
    /// was begun.
    case oldCopy
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
        case .oldCopy:
            "The data folder is an old copy of this kiosk's: numbers are given anew, and what was recorded since the copy "
                + "is only in the cloud. Tell the administrator."
        case .cacheSetAside(let path):
            "The cache was damaged: it is kept as \(path) and is fetched again from the cloud."
        }
    }
}
