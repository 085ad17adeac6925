import CQREncode
package import Foundation

/// What a camera sees, drawn by a test: shades of grey, 0 is black.
package struct CameraScene: Sendable {
    package let width: Int
    package let height: Int
    /// `width` × `height` bytes, row by row from the top.
    package private(set) var pixels: [UInt8]

    /// An empty room.
    package init(width: Int = 640, height: Int = 480, shade: UInt8 = 140) {
        self.width = width
        self.height = height
        pixels = Array(repeating: shade, count: width * height)
    }

    /// A code held to the middle of the camera, as large as whole pixels per module allow.
    ///
    /// - Throws: ``QRSquare/Failure`` when the text is too long.
    package init(showing text: some Sequence<UInt8>, width: Int = 640, height: Int = 480) throws {
        self.init(width: width, height: height)
        let square = try QRSquare(text)
        let scale = max(1, min(width, height) / (square.side + 2 * QRSquare.quietZone))
        let side = square.side * scale
        draw(square, x: (width - side) / 2, y: (height - side) / 2, scale: scale)
    }

    /// A code held to the middle of the camera.
    package init(showing text: String, width: Int = 640, height: Int = 480) throws {
        try self.init(showing: Array(text.utf8), width: width, height: height)
    }

    /// Draws a code with its quiet zone; what would lie outside the picture is left out.
    ///
    /// - Parameters:
    ///   - x: where the modules begin, from the left; `y` from the top.
    ///   - scale: pixels per module.
    ///   - dark: the shade of dark modules; `light` of the others and of the quiet zone.
    package mutating func draw(
        _ square: QRSquare, x: Int, y: Int, scale: Int, dark: UInt8 = 20, light: UInt8 = 235
    ) {
        let quiet = QRSquare.quietZone * scale
        let side = square.side * scale + 2 * quiet
        let columns = CameraScene.visible(x - quiet, side, of: width)
        for row in CameraScene.visible(y - quiet, side, of: height) {
            for column in columns {
                let isDark =
                    row >= y && column >= x && square.isDark(row: (row - y) / scale, column: (column - x) / scale)
                pixels[row * width + column] = isDark ? dark : light
            }
        }
    }

    /// Draws the pattern in the corners of codes, 7 × `scale` pixels wide, with the light border it must have.
    package mutating func drawFinderPattern(x: Int, y: Int, scale: Int, dark: UInt8 = 20, light: UInt8 = 235) {
        for (inset, shade) in [(-1, light), (0, dark), (1, light), (2, dark)] {
            let side = (7 - 2 * inset) * scale
            fill(x: x + inset * scale, y: y + inset * scale, width: side, height: side, shade)
        }
    }

    /// Paints a rectangle; what would lie outside the picture is left out.
    package mutating func fill(x: Int, y: Int, width: Int, height: Int, _ shade: UInt8) {
        let columns = CameraScene.visible(x, width, of: self.width)
        for row in CameraScene.visible(y, height, of: self.height) {
            for column in columns { pixels[row * self.width + column] = shade }
        }
    }

    /// What of a stretch lies within the picture's `most` pixels.
    private static func visible(_ start: Int, _ length: Int, of most: Int) -> Range<Int> {
        let first = min(max(0, start), most)
        return first..<max(first, min(most, start + length))
    }

    /// Changes every pixel, as noise or bad light does.
    package mutating func change(_ shade: (UInt8) -> UInt8) {
        for index in pixels.indices { pixels[index] = shade(pixels[index]) }
    }

    /// As a binary PGM file.
    package var pgm: Data { Data("P5\n\(width) \(height)\n255\n".utf8) + pixels }
}

/// The modules of a QR code.
package struct QRSquare: Sendable {
    /// A text that no code can hold.
    package struct Failure: Error, CustomStringConvertible {
        package let description = "This text fits into no QR code; shorten it to 2300 bytes."
    }

    /// Modules around a code that must be light.
    package static let quietZone = 4

    /// Modules per side.
    package let side: Int
    private let modules: [UInt8]

    /// - Parameter text: bytes other than zero; what comes after a zero is left out.
    /// - Throws: ``Failure``.
    package init(_ text: some Sequence<UInt8>) throws {
        let most = Int(UK_QR_MOST_MODULES)
        var modules = [UInt8](repeating: 0, count: most * most)
        let bytes = text.map { CChar(bitPattern: $0) } + [0]
        side = Int(uk_qr_encode(bytes, &modules))
        guard side > 0 else { throw Failure() }
        self.modules = modules
    }

    /// Whether a module is dark; outside the code none is.
    package func isDark(row: Int, column: Int) -> Bool {
        (0..<side).contains(row) && (0..<side).contains(column) && modules[row * side + column] == 1
    }
}
