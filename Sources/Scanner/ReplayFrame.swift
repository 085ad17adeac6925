/// A frame that has been loaded.
enum ReplayFrame {
    case pixels(GreyImage)
    /// As a camera that compresses its frames sends them: decoding them is part of the work.
    case jpeg([UInt8])

    /// - Throws: ``ReplayError``.
    init(path: String) throws(ReplayError) {
        do {
            guard let bytes = ReplayFrame.jpeg(at: path) else {
                self = .pixels(try GreyImage(path: Array(path.utf8)))
                return
            }
            self = .jpeg(bytes)
        } catch {
            throw .frame(path, error)
        }
    }

    private static func jpeg(at path: String) -> [UInt8]? {
        guard path.hasSuffix(".jpg") || path.hasSuffix(".jpeg") else { return nil }
        let most = 64 << 20
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: most, alignment: 1)
        defer { memory.deallocate() }
        guard let length = PictureFile.read(Array(path.utf8), into: memory) else { return nil }
        return Array(memory[..<length])
    }

    /// Copies the frame to `memory`; what the reader is to be told about it.
    func put(into memory: UnsafeMutableRawBufferPointer) -> ReaderRequest.Picture {
        switch self {
        case .pixels(let image):
            memory.copyBytes(from: image.pixels)
            return .pixels(FrameSize(width: image.width, height: image.height))
        case .jpeg(let bytes):
            memory.copyBytes(from: bytes)
            return .file(length: bytes.count)
        }
    }
}
