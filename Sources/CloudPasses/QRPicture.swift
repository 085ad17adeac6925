import CImages
import CQREncode
import Foundation

/// A pass's code as a picture: error-correction level M, with the four modules of quiet zone that readers need.
package struct QRPicture: Hashable, Sendable {
    /// Modules per side, without the quiet zone: 17 + 4 × version.
    package let side: Int
    private let modules: [UInt8]

    /// Modules of white around the code (ISO/IEC 18004).
    package static let quietZone = 4

    /// - Throws: ``PictureFailure`` when the text is too long for a QR code.
    package init(_ text: String) throws {
        var modules = [UInt8](repeating: 0, count: Int(UK_QR_MOST_MODULES) * Int(UK_QR_MOST_MODULES))
        let side = Int(uk_qr_encode(text, &modules))
        guard side > 0 else { throw PictureFailure("The text does not fit into a QR code.") }
        self.side = side
        self.modules = Array(modules.prefix(side * side))
    }

    /// The version of the symbol, 1 to 40.
    package var version: Int { (side - 17) / 4 }

    /// Whether the module is dark. The quiet zone around the code is light.
    package func isDark(row: Int, column: Int) -> Bool {
        guard (0..<side).contains(row), (0..<side).contains(column) else { return false }
        return modules[row * side + column] == 1
    }

    /// Modules per side, quiet zone included.
    private var width: Int { side + 2 * Self.quietZone }

    // MARK: - Drawing

    /// Writes a PNG of `scale` pixels per module.
    ///
    /// - Throws: ``PictureFailure`` when the file cannot be written.
    package func writePNG(to file: String, scale: Int = 8) throws {
        let pixels = width * scale
        var grey = [UInt8](repeating: 255, count: pixels * pixels)
        for y in 0..<pixels {
            for x in 0..<pixels
            where isDark(row: y / scale - Self.quietZone, column: x / scale - Self.quietZone) {
                grey[y * pixels + x] = 0
            }
        }
        guard uk_png_write_grey(file, grey, Int32(pixels), Int32(pixels)) == 0 else {
            throw PictureFailure("\(file) cannot be written; check the folder and the space.")
        }
    }

    /// An SVG document, one unit per module.
    package var svg: String {
        let path = (0..<side).flatMap { row in
            runs(in: row).map {
                "M\($0.lowerBound + Self.quietZone) \(row + Self.quietZone)h\($0.count)v1h-\($0.count)z"
            }
        }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(width)" shape-rendering="crispEdges">
            <rect width="\(width)" height="\(width)" fill="#fff"/><path d="\(path)" fill="#000"/>
            </svg>

            """
    }

    /// Half blocks for a terminal, two rows of modules to a line. The colours are set, black on white, so that it can
    /// be scanned whatever colours the terminal has.
    package var terminal: String {
        let range = -Self.quietZone..<side + Self.quietZone
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            let cells = range.map { column in
                switch (isDark(row: row, column: column), isDark(row: row + 1, column: column)) {
                case (false, false): " "
                case (true, false): "▀"
                case (false, true): "▄"
                case (true, true): "█"
                }
            }
            return "\u{1B}[38;2;0;0;0;48;2;255;255;255m" + cells.joined() + "\u{1B}[0m\n"
        }.joined()
    }

    private func runs(in row: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for column in 0..<side where isDark(row: row, column: column) {
            if let last = runs.last, last.upperBound == column {
                runs[runs.count - 1] = last.lowerBound..<column + 1
            } else {
                runs.append(column..<column + 1)
            }
        }
        return runs
    }
}

/// Why a code could not be drawn.
package struct PictureFailure: Error, CustomStringConvertible {
    /// A full sentence; never the code's text.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
