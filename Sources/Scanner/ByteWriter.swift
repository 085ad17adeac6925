import Reception

/// Writes values one after the other into memory of a fixed size; what does not fit is left out.
struct ByteWriter {
    private let bytes: UnsafeMutableRawBufferPointer
    /// How many bytes are written.
    private(set) var count = 0

    init(_ bytes: UnsafeMutableRawBufferPointer) {
        self.bytes = bytes
    }

    private var room: Int { bytes.count - count }

    mutating func put<Value: BitwiseCopyable>(_ value: Value) {
        guard room >= MemoryLayout<Value>.size else { return }
        bytes.storeBytes(of: value, toByteOffset: count, as: Value.self)
        count += MemoryLayout<Value>.size
    }

    mutating func put(_ size: FrameSize) {
        put(Int64(size.width))
        put(Int64(size.height))
    }

    /// Leaves `length` bytes to `draw`.
    mutating func put(count length: Int, _ draw: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        guard room >= length else { return }
        draw(UnsafeMutableRawBufferPointer(rebasing: bytes[count..<count + length]).bindMemory(to: UInt8.self))
        count += length
    }

    mutating func put(_ obstacle: ScanLine.Hint?) {
        put(Int64(obstacle.flatMap { ScanLine.Hint.allCases.firstIndex(of: $0) } ?? -1))
    }

    /// How many codes there are, then side, corners, length and text of each; codes for which there is no room are left out.
    mutating func put(_ codes: [FoundCode]) {
        let start = count
        var written: Int64 = 0
        put(written)
        for code in codes {
            let length = code.text.utf8.count
            let corners = code.corners.count * MemoryLayout<SIMD2<Float>>.size
            guard room >= length + corners + 3 * MemoryLayout<Int64>.size else { continue }
            put(code.side)
            put(Int64(code.corners.count))
            for corner in code.corners { put(corner) }
            put(Int64(length))
            for byte in code.text.utf8 { put(byte) }
            written += 1
        }
        bytes.storeBytes(of: written, toByteOffset: start, as: Int64.self)
    }
}
