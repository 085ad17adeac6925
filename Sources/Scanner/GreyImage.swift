import CImages

/// A picture in shades of grey: rows from top to bottom without padding, one byte per pixel, 0 is black.
package struct GreyImage: Sendable, Hashable {
    package private(set) var width: Int
    package private(set) var height: Int
    /// `width` × `height` bytes.
    package private(set) var pixels: [UInt8]

    /// A black picture; an empty one where a side is not positive.
    package init(width: Int, height: Int) {
        self.width = max(width, 0)
        self.height = max(height, 0)
        pixels = Array(repeating: 0, count: self.width * self.height)
    }

    /// Replaces the picture by one of `width` × `height` that `fill` writes, in the same memory where it has room.
    ///
    /// What `fill` leaves out keeps the bytes of the former picture.
    package mutating func refill(
        width: Int, height: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Void
    ) {
        let missing = width * height - pixels.count
        if missing > 0 {
            pixels.reserveCapacity(width * height)
            pixels.append(contentsOf: repeatElement(0, count: missing))
        } else {
            // Gives no memory back: pictures of several sizes take turns.
            pixels.removeLast(-missing)
        }
        self.width = width
        self.height = height
        pixels.withUnsafeMutableBufferPointer { fill($0) }
    }
}

// MARK: - Files

extension GreyImage {
    /// Reads a PNG, JPEG, binary PGM or binary PPM file of up to 64 megapixels; transparent parts become white.
    ///
    /// `path` is bytes, as Linux has it. Pipes and devices are refused without waiting for them.
    /// - Throws: ``ImageError``.
    package init(path: [UInt8]) throws(ImageError) {
        // A path cannot hold a zero byte; cut at it, another file would be read.
        guard !path.contains(0) else { throw .unreadable }
        var image = uk_grey()
        let status = (path + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { uk_images_load($0.baseAddress, &image) }
        }
        try self.init(taking: image, status: status)
    }

    /// Reads a picture file's bytes; the formats and limits are those of files.
    /// - Throws: ``ImageError``.
    package init(decoding bytes: UnsafeBufferPointer<UInt8>) throws(ImageError) {
        var image = uk_grey()
        let status = uk_images_decode(bytes.baseAddress, bytes.count, &image)
        try self.init(taking: image, status: status)
    }

    private init(taking image: uk_grey, status: Int32) throws(ImageError) {
        defer { uk_images_free(image.pixels) }
        guard status == Int32(UK_IMAGES_OK) else { throw ImageError(status: status) }
        width = Int(image.width)
        height = Int(image.height)
        pixels = Array(UnsafeBufferPointer(start: image.pixels, count: width * height))
    }
}
