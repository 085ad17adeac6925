import CZBar

/// libzbar as it is: one scan of one picture, dark codes on light ground only. Not for two threads at once.
package final class RawScanner {
    private let scanner: OpaquePointer

    package init() {
        guard let scanner = uk_scanner_create() else { fatalError("There is no memory for a QR decoder.") }
        self.scanner = scanner
    }

    deinit {
        uk_scanner_destroy(scanner)
    }

    /// The codes in `image`, each text once. Those that say nothing are left out.
    package func codes(in image: GreyImage) -> [FoundCode] {
        image.pixels.withUnsafeBufferPointer { pixels in
            let count = uk_scanner_scan(scanner, pixels.baseAddress, Int32(image.width), Int32(image.height))
            return (0..<max(count, 0)).reduce(into: []) { codes, index in
                var length = 0
                guard let start = uk_scanner_text(scanner, Int32(index), &length), length > 0 else { return }
                let text = String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
                guard !codes.contains(where: { $0.text == text }) else { return }
                codes.append(FoundCode(text: text, side: uk_scanner_side(scanner, Int32(index))))
            }
        }
    }
}
