extension GreyImage {
    /// Writes the picture to `pixels` at `size`, which must not be larger than it: each pixel is the mean of a box.
    ///
    /// `pixels` has `size.width` × `size.height` bytes. Nothing is allocated.
    package func shrink(to size: FrameSize, into pixels: UnsafeMutableBufferPointer<UInt8>) {
        precondition((1...max(width, 1)).contains(size.width) && (1...max(height, 1)).contains(size.height))
        precondition(pixels.count == size.width * size.height && self.pixels.count == width * height)
        self.pixels.withUnsafeBufferPointer { source in
            for y in 0..<size.height {
                let rows = y * height / size.height..<(y + 1) * height / size.height
                for x in 0..<size.width {
                    let columns = x * width / size.width..<(x + 1) * width / size.width
                    pixels[y * size.width + x] = GreyImage.mean(of: source, width: width, rows, columns)
                }
            }
        }
    }

    private static func mean(
        of source: UnsafeBufferPointer<UInt8>, width: Int, _ rows: Range<Int>, _ columns: Range<Int>
    ) -> UInt8 {
        var sum = 0
        for y in rows {
            for x in columns { sum &+= Int(source[y &* width &+ x]) }
        }
        let count = rows.count * columns.count
        return UInt8(clamping: (sum + count / 2) / max(count, 1))
    }
}
