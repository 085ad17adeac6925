/// A passcode: eight digits that a visitor types where the QR code cannot be shown; the last is a check digit.
///
/// The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): every single wrong digit and
/// every swap of neighbours is noticed without a look-up.
package struct Passcode: Hashable, Sendable, CustomStringConvertible {
    /// Eight ASCII digits.
    package let digits: String

    /// Digits of every passcode.
    package static let length = 8

    /// Reads what a person typed; spaces and hyphens are skipped, full-width digits taken.
    ///
    /// - Returns: `nil` unless it is eight digits with the right check digit.
    package init?(_ typed: String) {
        let digits = Token.folded(typed).filter { !$0.isWhitespace && $0 != "-" }
        guard digits.utf8.count == Passcode.length, Passcode.interim(digits.utf8) == 0 else { return nil }
        self.digits = digits
    }

    /// A new random passcode. Uniqueness within the tenant is the issuer's to see to.
    package init(_ world: World) {
        let number = world.randomBytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000_000
        let seven = Int64(number).padded(to: 7)
        digits = seven + String(Passcode.interim(seven.utf8) ?? 0)
    }

    /// Grouped as it is shown: `1234 5678`.
    package var description: String { digits.prefix(4) + " " + digits.suffix(4) }

    private static func interim(_ digits: some Sequence<UInt8>) -> UInt8? {
        var row: UInt8 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            row = table[Int(row)][Int(digit - 48)]
        }
        return row
    }

    private static let table: [[UInt8]] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2], [7, 0, 9, 2, 1, 5, 4, 8, 6, 3], [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6], [6, 1, 2, 3, 0, 4, 5, 9, 7, 8], [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4], [8, 9, 4, 5, 3, 6, 2, 0, 1, 7], [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]
}
