/// Why a command could not do what it was asked for (exit code 1).
struct CommandFailure: Error, CustomStringConvertible {
    /// A full sentence.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
