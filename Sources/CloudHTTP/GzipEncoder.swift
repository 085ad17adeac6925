import CZLib
import NIOCore

/// Compresses a body while it is streamed, so that memory stays bounded.
final class GzipEncoder {
    /// What zlib could not do: there was no memory.
    struct Failure: Error {}

    private let stream: OpaquePointer

    init() throws {
        guard let stream = uk_gzip_open() else { throw Failure() }
        self.stream = stream
    }

    deinit {
        uk_gzip_close(stream)
    }

    /// What is ready of the compressed stream after these bytes; may be nothing unless they are the last ones.
    func encode(_ buffer: ByteBuffer, isLast: Bool = false) throws -> ByteBuffer {
        var out: UnsafeMutablePointer<UInt8>?
        var length = 0
        let status = buffer.withUnsafeReadableBytes { bytes in
            let start = bytes.bindMemory(to: UInt8.self).baseAddress
            return uk_gzip_write(stream, start, bytes.count, isLast ? 1 : 0, &out, &length)
        }
        defer { uk_gzip_free(out) }
        guard status == 0 else { throw Failure() }
        return ByteBuffer(bytes: UnsafeBufferPointer(start: out, count: length))
    }
}
