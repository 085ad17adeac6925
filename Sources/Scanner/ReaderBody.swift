import CProcess
import Glibc
import Reception

/// What runs in the reader: takes pictures out of the shared memory and puts what they say back into it.
///
/// It is made in the eye, made ready in the nursery, and copied with everything it has into each reader.
final class ReaderBody {
    private let memory: ReaderMemory
    private let use: QRDecoder.Use
    private let world: World
    private var decoder: QRDecoder?
    private var image = GreyImage(width: 0, height: 0)

    init(memory: ReaderMemory, use: QRDecoder.Use, world: World) {
        self.memory = memory
        self.use = use
        self.world = world
    }

    // MARK: - In the nursery

    /// Character sets that libzbar may ask for.
    private static let characterSets =
        ["UTF-8", "SJIS", "BIG-5", "CP437"] + (1...16).filter { $0 != 12 }.map { "ISO8859-\($0)" }

    /// Loads everything that is loaded at its first use, because a reader can open nothing: the C library's tables of
    /// character sets are files. They stay loaded as long as something uses them, so these are never closed.
    func prepare() {
        for name in ReaderBody.characterSets { _ = iconv_open("UTF-8", name) }
        let decoder = QRDecoder(for: use, world: world)
        _ = decoder.read(GreyImage(width: 64, height: 64))
        self.decoder = decoder
    }

    // MARK: - In the reader

    /// Answers one request after the other, until the eye has closed the pipe.
    func run(requests: Int32, answers: Int32) {
        var byte: UInt8 = 0
        while true {
            var entry = pollfd(fd: requests, events: Int16(POLLIN), revents: 0)
            poll(&entry, 1, -1)
            let count = read(requests, &byte, 1)
            if count == 0 { return }
            guard count == 1, let asked = memory.requested() else { continue }
            answer(asked.request, slot: asked.slot, number: asked.number)
            write(answers, &byte, 1)
        }
    }

    private func answer(_ request: ReaderRequest, slot: Int, number: UInt64) {
        let deadline = request.budget.map { world.uptime() + $0 }
        var answer = ReaderAnswer()
        let start = uk_process_thread_microseconds()
        answer.isPicture = load(request.picture, from: memory.slot(slot))
        let loaded = uk_process_thread_microseconds()
        if case .file = request.picture { answer.decodingTime = loaded - start }
        guard answer.isPicture, let decoder else {
            return memory.answer(answer, number: number, preview: nil) { _ in }
        }
        if request.forgets { decoder.forget() }
        answer.reading = decoder.read(image, until: deadline)
        answer.readingTime = uk_process_thread_microseconds() - loaded
        let frame = FrameSize(width: image.width, height: image.height)
        let preview = request.preview.map { PreviewSize.fitting(frame, in: $0) }
        memory.answer(answer, number: number, preview: preview) { pixels in
            if let preview { image.shrink(to: preview, into: pixels) }
        }
    }

    private func load(_ picture: ReaderRequest.Picture, from slot: UnsafeMutableRawBufferPointer) -> Bool {
        switch picture {
        case .pixels(let size):
            let bytes = UnsafeRawBufferPointer(rebasing: slot[..<(size.width * size.height)])
            image.refill(width: size.width, height: size.height) { pixels in
                UnsafeMutableRawBufferPointer(pixels).copyMemory(from: bytes)
            }
            return !bytes.isEmpty
        case .file(let length):
            let bytes = UnsafeRawBufferPointer(rebasing: slot[..<length]).bindMemory(to: UInt8.self)
            guard let decoded = try? GreyImage(decoding: bytes) else { return false }
            image = decoded
            return true
        }
    }
}
