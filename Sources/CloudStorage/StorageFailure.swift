/// Why the data directory could not serve, or would not take what it was given.
package struct StorageFailure: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The directory, the key or the database cannot be used.
        case unusable
        /// Nothing of that name or ID is known.
        case unknown
        /// The name is taken, or stands for more than one thing.
        case ambiguous
        /// What was asked for makes no sense.
        case invalid
    }

    package var code: Code
    /// A full sentence: what failed and what to do. Names of people never stand in it.
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
