import Foundation
import Scanner
import Testing

/// The pictures under Fixtures; all but `two.png`, `another.jpg` and those below `hostile` hold one code with ``text``.
enum Fixture {
    /// What the code says: in the shape of a pass, but none.
    static let text = "UK10TESTPASS0123456789ABCDEFGH"

    /// What the code of `another.jpg` says.
    static let otherText = "UK10OTHERPASS0123456789ABCDEFGH"

    static func path(_ name: String) throws -> String {
        let folder = try #require(Bundle.module.resourceURL)
        return folder.appendingPathComponent("Fixtures/\(name)").path
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// `one.png` in the middle of a grey camera frame.
    static func cameraFrame(withCode hasCode: Bool) throws -> [UInt8] {
        let (width, height) = (640, 480)
        var pixels = [UInt8](repeating: 150, count: width * height)
        if hasCode {
            let code = try GreyImage(path: Array(path("one.png").utf8))
            let (left, top) = ((width - code.width) / 2, (height - code.height) / 2)
            for y in 0..<code.height {
                let start = (top + y) * width + left
                pixels.replaceSubrange(
                    start..<start + code.width, with: code.pixels[y * code.width..<(y + 1) * code.width])
            }
        }
        return Array("P5 \(width) \(height) 255\n".utf8) + pixels
    }
}

extension GreyImage {
    /// Decodes a picture's bytes.
    init(_ bytes: [UInt8]) throws(ImageError) {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(ImageError) in try GreyImage(decoding: buffer) }
        }
        self = try result.get()
    }
}
