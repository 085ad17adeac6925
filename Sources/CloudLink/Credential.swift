/// What a kiosk proves itself with. Prints as dots wherever it is printed; ``secret`` is for the request and the file
/// it is kept in.
package struct Credential: Hashable, Sendable {
    package let secret: String

    package init(_ secret: String) {
        self.secret = secret
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••" }
    package var debugDescription: String { "•••" }
    /// Nothing to see for `dump` and a failed expectation either.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
