import Reception
import Testing

@Suite struct PasscodeTests {
    @Test func `a new passcode reads back, grouped and full-width too`() {
        for _ in 0..<200 {
            let passcode = Passcode(World.live)
            #expect(passcode.digits.count == 8)
            #expect(Passcode(passcode.description) == passcode)
            #expect(Passcode(passcode.digits.applyingFullWidth) == passcode)
        }
    }

    @Test func `every wrong digit and every swap of neighbours is noticed`() throws {
        let digits = Array(Passcode(World.live).digits)
        for index in digits.indices {
            for wrong in "0123456789" where wrong != digits[index] {
                var typed = digits
                typed[index] = wrong
                #expect(Passcode(String(typed)) == nil)
            }
        }
        for index in digits.indices.dropLast() where digits[index] != digits[index + 1] {
            var typed = digits
            typed.swapAt(index, index + 1)
            #expect(Passcode(String(typed)) == nil)
        }
    }

    @Test(arguments: ["", "1234567", "123456789", "abcdefgh", "１２", "1234567a", "\u{0}\u{1b}[2J"])
    func `what is not eight digits is no passcode`(typed: String) {
        #expect(Passcode(typed) == nil)
    }
}

extension String {
    fileprivate var applyingFullWidth: String {
        String(String.UnicodeScalarView(unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
    }
}
