/// Why the server cannot be set up.
package struct ConfigurationFailure: Error, CustomStringConvertible {
    /// A full sentence with the file and what to do.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
