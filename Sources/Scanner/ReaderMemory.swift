import CProcess
import Glibc
import Reception

/// The memory that eye and reader share: one request, one answer, and two slots for pictures, so that the eye can put
/// the newest frame into one while the other is being read.
///
/// The reader may have been taken over by a picture. So the eye copies an answer out before it looks at it, believes no
/// length and no number in it, and never reads back what it has written.
package final class ReaderMemory {
    /// Bytes that a picture may have.
    let slotLength: Int
    private let base: UnsafeMutableRawPointer
    private let length: Int
    /// The eye's copy of an answer.
    private let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: answerLength, alignment: 16)

    private static let requestLength = 4096
    private static let answerLength = 1 << 18
    static let slots = 2

    /// Memory that the children of this process will see. Only what is used takes room.
    /// - Throws: ``ReaderFailure``.
    package init(slotLength: Int) throws(ReaderFailure) {
        self.slotLength = slotLength
        length = ReaderMemory.requestLength + ReaderMemory.answerLength + ReaderMemory.slots * slotLength
        guard let base = uk_shared_memory(length) else {
            copy.deallocate()
            throw .start(errno: errno)
        }
        self.base = base
    }

    deinit {
        uk_shared_memory_end(base, length)
        copy.deallocate()
    }

    /// The picture memory of slot 0 or 1.
    func slot(_ index: Int) -> UnsafeMutableRawBufferPointer {
        let offset = ReaderMemory.requestLength + ReaderMemory.answerLength + index * slotLength
        return UnsafeMutableRawBufferPointer(start: base + offset, count: slotLength)
    }

    // MARK: - Requests

    private var request: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base, count: ReaderMemory.requestLength)
    }

    /// Written by the eye.
    func put(_ value: ReaderRequest, slot: Int, number: UInt64) {
        var bytes = ByteWriter(request)
        bytes.put(number)
        bytes.put(Int64(slot))
        switch value.picture {
        case .pixels(let size):
            bytes.put(Int64(0))
            bytes.put(size)
        case .file(let length):
            bytes.put(Int64(length))
            bytes.put(FrameSize(width: 0, height: 0))
        }
        bytes.put(value.budget?.wholeMicroseconds ?? -1)
        bytes.put(value.preview ?? FrameSize(width: 0, height: 0))
        bytes.put(Int64(value.forgets ? 1 : 0))
    }

    /// Read by the reader, which trusts the eye; `nil` only when something is badly wrong.
    func requested() -> (request: ReaderRequest, slot: Int, number: UInt64)? {
        var bytes = ByteReader(UnsafeRawBufferPointer(request))
        guard let number = bytes.take(UInt64.self), let slot = bytes.take(Int64.self),
            let length = bytes.take(Int64.self), let size = bytes.takeSize(), let budget = bytes.take(Int64.self),
            let preview = bytes.takeSize(), let forgets = bytes.take(Int64.self),
            (0..<Int64(ReaderMemory.slots)).contains(slot), size.width * size.height <= slotLength,
            length <= slotLength
        else { return nil }
        let request = ReaderRequest(
            picture: length > 0 ? .file(length: Int(length)) : .pixels(size),
            budget: budget < 0 ? nil : .microseconds(budget), preview: preview.width > 0 ? preview : nil,
            forgets: forgets != 0)
        return (request, Int(slot), number)
    }

    // MARK: - Answers

    /// Its first word is how many bytes follow; negative while they are being written.
    private var answer: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base + ReaderMemory.requestLength, count: ReaderMemory.answerLength)
    }

    private static let head = MemoryLayout<Int64>.size
    /// An hour in microseconds: what is more is a lie, and sums of lies overflow.
    private static let longestTime: Int64 = 3_600_000_000

    /// Written by the reader. `preview` is what ``GreyImage/shrink(to:into:)`` has made.
    package func answer(
        _ value: ReaderAnswer, number: UInt64, preview: FrameSize?, draw: (UnsafeMutableBufferPointer<UInt8>) -> Void
    ) {
        answer.storeBytes(of: -1, as: Int64.self)
        var bytes = ByteWriter(UnsafeMutableRawBufferPointer(rebasing: answer[ReaderMemory.head...]))
        bytes.put(number)
        bytes.put(Int64(value.isPicture ? 1 : 0))
        bytes.put(value.decodingTime)
        bytes.put(value.readingTime)
        bytes.put(value.reading.obstacle)
        bytes.put(preview ?? FrameSize(width: 0, height: 0))
        if let preview { bytes.put(count: preview.width * preview.height, draw) }
        bytes.put(value.reading.codes)
        answer.storeBytes(of: Int64(bytes.count), as: Int64.self)
    }

    /// Read by the eye once it was told of an answer; `nil` when it is none to `number` or makes no sense.
    package func answered(_ number: UInt64) -> ReaderAnswer? {
        var bytes = ByteReader(answerCopy())
        guard bytes.take(UInt64.self) == number, let isPicture = bytes.take(Int64.self),
            let decodingTime = bytes.take(Int64.self), let readingTime = bytes.take(Int64.self),
            let obstacle = bytes.takeObstacle(), let size = bytes.takeSize(),
            let pixels = bytes.take(count: size.width * size.height), let codes = bytes.takeCodes()
        else { return nil }
        var answer = ReaderAnswer()
        answer.isPicture = isPicture != 0
        answer.decodingTime = min(max(0, decodingTime), ReaderMemory.longestTime)
        answer.readingTime = min(max(0, readingTime), ReaderMemory.longestTime)
        answer.reading = FrameReading(codes: codes, obstacle: obstacle.hint)
        if !pixels.isEmpty {
            let corners = codes.first { !$0.corners.isEmpty }?.corners ?? []
            answer.preview = ScanLine.Preview(
                width: size.width, height: size.height, pixels: Array(pixels),
                corners: corners.map { $0.place(in: size) })
        }
        return answer
    }

    private func answerCopy() -> UnsafeRawBufferPointer {
        let told = answer.load(as: Int64.self)
        let count = Int(min(max(told, 0), Int64(answer.count - ReaderMemory.head)))
        copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: answer[ReaderMemory.head..<ReaderMemory.head + count]))
        return UnsafeRawBufferPointer(rebasing: copy[..<count])
    }
}

extension SIMD2<Float> {
    /// The pixel of a preview that this share of the frame lies in.
    fileprivate func place(in size: FrameSize) -> ScanLine.Preview.Corner {
        ScanLine.Preview.Corner(x: Int((x * Float(size.width)).rounded()), y: Int((y * Float(size.height)).rounded()))
    }
}
