import Reception

/// Takes values one after the other out of memory; `nil` where there are not enough bytes or they make no sense.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func take<Value: BitwiseCopyable>(_ type: Value.Type) -> Value? {
        guard bytes.count - position >= MemoryLayout<Value>.size else { return nil }
        defer { position += MemoryLayout<Value>.size }
        return bytes.loadUnaligned(fromByteOffset: position, as: type)
    }

    mutating func take(count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, bytes.count - position >= count else { return nil }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    /// Sides from 0 to 65,535.
    mutating func takeSize() -> FrameSize? {
        let sides: ClosedRange<Int64> = 0...65_535
        guard let width = take(Int64.self), let height = take(Int64.self), sides.contains(width), sides.contains(height)
        else { return nil }
        return FrameSize(width: Int(width), height: Int(height))
    }

    /// What ``ByteWriter`` has made of an obstacle or of none.
    mutating func takeObstacle() -> (hint: ScanLine.Hint?, Void)? {
        guard let index = take(Int64.self), index >= -1, index < ScanLine.Hint.allCases.count else { return nil }
        return (index < 0 ? nil : ScanLine.Hint.allCases[Int(index)], ())
    }

    /// Four or none, each near the frame.
    private mutating func takeCorners() -> [SIMD2<Float>]? {
        guard let count = take(Int64.self), count == 0 || count == 4 else { return nil }
        var corners: [SIMD2<Float>] = []
        while corners.count < count {
            guard let corner = take(SIMD2<Float>.self), abs(corner.x) < 2, abs(corner.y) < 2 else { return nil }
            corners.append(corner)
        }
        return corners
    }

    /// No decoder finds as many in one picture.
    private static let mostCodes: Int64 = 256

    mutating func takeCodes() -> [FoundCode]? {
        guard let count = take(Int64.self), (0...ByteReader.mostCodes).contains(count) else { return nil }
        var codes: [FoundCode] = []
        while codes.count < count {
            guard let side = take(Double.self), side.isFinite, side >= 0, let corners = takeCorners(),
                let length = take(Int64.self), let text = take(count: Int(clamping: length))
            else { return nil }
            codes.append(FoundCode(text: String(decoding: text, as: UTF8.self), side: side, corners: corners))
        }
        return codes
    }
}
