import CZBar

/// Reads the QR codes of a picture. Not for two threads at once.
package final class QRDecoder {
    private let scanner: OpaquePointer

    package init() {
        guard let scanner = uk_scanner_create() else { fatalError("There is no memory for a QR decoder.") }
        self.scanner = scanner
    }

    deinit {
        uk_scanner_destroy(scanner)
    }

    /// What the codes in `image` say, each text once; empty when none is read.
    ///
    /// A code may hold any bytes: those that are no UTF-8 are replaced by U+FFFD. Codes that say nothing are left out.
    package func texts(in image: GreyImage) -> [String] {
        image.pixels.withUnsafeBufferPointer { pixels in
            let count = uk_scanner_scan(scanner, pixels.baseAddress, Int32(image.width), Int32(image.height))
            return (0..<max(count, 0)).reduce(into: []) { texts, index in
                var length = 0
                guard let start = uk_scanner_text(scanner, index, &length), length > 0 else { return }
                let text = String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
                if !texts.contains(text) { texts.append(text) }
            }
        }
    }
}
