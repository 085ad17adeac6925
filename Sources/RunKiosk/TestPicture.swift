import CQREncode
import Kiosk
import Reception

/// The self-test's code as rows of half blocks, two rows of modules to a line, with the white around it that readers
/// need (ISO/IEC 18004).
struct TestPicture {
    private let side: Int
    private let modules: [UInt8]

    private static let quietZone = 4

    init(_ text: String = OwnCode.test) {
        var modules = [UInt8](repeating: 0, count: Int(UK_QR_MOST_MODULES) * Int(UK_QR_MOST_MODULES))
        side = max(0, Int(uk_qr_encode(text, &modules)))
        self.modules = modules
    }

    /// Columns of each row.
    var width: Int { side + 2 * Self.quietZone }

    /// Black on white, whatever the terminal's colours.
    var rows: [String] {
        plainRows.map { "\u{1B}[38;2;0;0;0;48;2;255;255;255m\($0)\u{1B}[0m" }
    }

    /// Without colours.
    var plainRows: [String] {
        let range = -Self.quietZone..<side + Self.quietZone
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            range.map { column in
                switch (isDark(row, column), isDark(row + 1, column)) {
                case (false, false): " "
                case (true, false): "▀"
                case (false, true): "▄"
                case (true, true): "█"
                }
            }.joined()
        }
    }

    private func isDark(_ row: Int, _ column: Int) -> Bool {
        (0..<side).contains(row) && (0..<side).contains(column) && modules[row * side + column] == 1
    }
}
