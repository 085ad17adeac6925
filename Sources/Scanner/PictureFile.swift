import Glibc

/// A picture file as it is, undecoded.
enum PictureFile {
    /// Reads a file into `memory` and answers its length; `nil` when it cannot be read, is empty or too long, or is a
    /// folder, a device or a pipe, for which nobody waits.
    ///
    /// `path` is bytes, as Linux has it.
    static func read(_ path: [UInt8], into memory: UnsafeMutableRawBufferPointer) -> Int? {
        // A path cannot hold a zero byte; cut at it, another file would be read.
        guard !path.contains(0) else { return nil }
        let file = (path + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { name in
                name.baseAddress.map { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) } ?? -1
            }
        }
        guard file >= 0 else { return nil }
        defer { close(file) }
        var about = stat()
        guard fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG,
            (1...memory.count).contains(Int(about.st_size))
        else { return nil }
        return fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<Int(about.st_size)]), from: file)
    }

    private static func fill(_ memory: UnsafeMutableRawBufferPointer, from file: Int32) -> Int? {
        var done = 0
        while done < memory.count {
            let count = Glibc.read(file, memory.baseAddress?.advanced(by: done), memory.count - done)
            guard count > 0 else { return nil }
            done += count
        }
        return done
    }
}
