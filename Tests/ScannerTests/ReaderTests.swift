import Foundation
import Reception
import ScanLink
import Scanner
import Testing

/// The real worker's second process: what it may do, and what it costs when it is lost.
@Suite(.timeLimit(.minutes(1))) struct `The process that reads pictures` {
    private func answer(_ run: ScanProgram.Run, to path: String) -> [String] {
        run.write(Array("\(path)\n".utf8))
        return fields(of: run)
    }

    private func fields(of run: ScanProgram.Run) -> [String] {
        String(decoding: run.line(), as: UTF8.self)
            .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }

    private func complaints(_ run: ScanProgram.Run) throws -> String {
        try run.input.fileHandleForWriting.close()
        #expect(run.status() == 0)
        return run.complaints()
    }

    // MARK: - What it may do

    @Test(arguments: [["--images"], ["--device", "/nowhere"]])
    func `both processes are filtered, without new rights and core dumps, and the reader has limits`(
        arguments: [String]
    ) throws {
        let run = try ScanProgram.Run(arguments)
        let eye = run.process.processIdentifier
        let reader = try #require(WorkerFamily.confinedReader(of: eye))
        #expect(eventually { WorkerFamily.status(of: eye, "Seccomp") == "2" })
        for pid in [eye] + WorkerFamily.descendants(of: eye) {
            #expect(WorkerFamily.status(of: pid, "NoNewPrivs") == "1")
            #expect(WorkerFamily.status(of: pid, "Seccomp") == "2")
            #expect(WorkerFamily.status(of: pid, "Threads") == "1")
            #expect(WorkerFamily.limit(of: pid, "Max core file size") == "0")
        }
        #expect(WorkerFamily.limit(of: reader, "Max file size") == "0")
        #expect(WorkerFamily.limit(of: reader, "Max cpu time") == "3600")
        #expect(WorkerFamily.limit(of: reader, "Max address space").flatMap { Int($0) } != nil)
        kill(eye, SIGKILL)
    }

    @Test func `it has no file open but its two pipes`() throws {
        let run = try ScanProgram.Run(["--images"])
        let reader = try #require(WorkerFamily.confinedReader(of: run.process.processIdentifier))
        let folder = "/proc/\(reader)/fd"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let targets = names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
        #expect(names == ["0", "1", "2", "3", "4"])
        #expect(targets.prefix(3).allSatisfy { $0 == "/dev/null" })
        #expect(targets.dropFirst(3).allSatisfy { $0.hasPrefix("pipe:") })
    }

    @Test func `it ends with the eye, however that ends`() throws {
        let run = try ScanProgram.Run(["--device", "/nowhere"])
        let eye = run.process.processIdentifier
        _ = try #require(WorkerFamily.confinedReader(of: eye))
        let family = WorkerFamily.descendants(of: eye)
        #expect(family.count == 2)
        kill(eye, SIGKILL)
        #expect(eventually(within: .seconds(3)) { !family.contains(where: isAlive) })
    }

    @Test func `texts of other character sets are read inside the filter`() throws {
        let run = try ScanProgram.Run(["--images"])
        #expect(answer(run, to: try Fixture.path("kanji.png"))[1] == "受付のコードです")
        #expect(answer(run, to: try Fixture.path("latin1.png"))[1] == "Café Zürich")
        #expect(try complaints(run) == "")
    }

    // MARK: - When it is lost

    @Test func `a picture that kills it has an empty text, and the next one is answered`() throws {
        let run = try ScanProgram.Run(["--images"])
        let one = try Fixture.path("one.png")
        let reader = try #require(WorkerFamily.confinedReader(of: run.process.processIdentifier))
        kill(reader, SIGSTOP)
        run.write(Array("\(one)\n".utf8))
        usleep(100_000)
        kill(reader, SIGKILL)
        #expect(fields(of: run) == [one, "", "0"])
        #expect(answer(run, to: one)[1] == Fixture.text)
        let next = WorkerFamily.reader(of: run.process.processIdentifier)
        #expect(next != nil && next != reader)
        let complaints = try complaints(run)
        #expect(complaints.contains("ended with status 137 and was replaced; pictures lost so far: 1."))
        #expect(!complaints.contains(Fixture.text))
    }

    @Test func `one that dies while it has nothing to do costs nothing`() throws {
        let run = try ScanProgram.Run(["--images"])
        let eye = run.process.processIdentifier
        let one = try Fixture.path("one.png")
        var former: Int32?
        for _ in 0..<5 {
            let reader = try #require(WorkerFamily.confinedReader(of: eye, after: former))
            kill(reader, SIGKILL)
            former = reader
            _ = try #require(WorkerFamily.confinedReader(of: eye, after: former))
            #expect(answer(run, to: one)[1] == Fixture.text)
        }
        #expect(try complaints(run) == "")
    }

    @Test func `its end is noticed although whoever started the worker had ignored the ends of children`() throws {
        let run = try ScanProgram.Run(["--images"], wrapper: "env --ignore-signal=CHLD")
        let eye = run.process.processIdentifier
        let reader = try #require(WorkerFamily.confinedReader(of: eye))
        kill(reader, SIGKILL)
        _ = try #require(WorkerFamily.confinedReader(of: eye, after: reader))
        #expect(try answer(run, to: Fixture.path("one.png"))[1] == Fixture.text)
        #expect(try complaints(run) == "")
    }

    @Test func `a worker whose reader is not replaced any more ends and says why`() throws {
        let run = try ScanProgram.Run(["--device", "/nowhere"])
        let eye = run.process.processIdentifier
        _ = try #require(WorkerFamily.confinedReader(of: eye))
        kill(try #require(WorkerFamily.descendants(of: eye).first), SIGKILL)
        #expect(run.status() == 1)
        #expect(run.complaints().contains("is gone and is not replaced; start this program again."))
    }

    // MARK: - When it is no longer ours

    @Test func `what it says of its time is not believed beyond reason`() throws {
        let memory = try ReaderMemory(slotLength: 16)
        var lie = ReaderAnswer()
        lie.decodingTime = .max
        lie.readingTime = .max
        memory.answer(lie, number: 7, preview: nil) { _ in }
        let answer = try #require(memory.answered(7))
        #expect(!answer.decodingTime.addingReportingOverflow(answer.readingTime).overflow)
        #expect(memory.answered(8) == nil)
    }

    @Test(arguments: [(32, true), (257, false)])
    func `more codes than any picture holds are no answer`(count: Int, isAnswer: Bool) throws {
        let memory = try ReaderMemory(slotLength: 16)
        var answer = ReaderAnswer()
        answer.reading = FrameReading(codes: (0..<count).map { FoundCode(text: "UK1\($0)", side: 9) }, obstacle: nil)
        memory.answer(answer, number: 1, preview: nil) { _ in }
        #expect((memory.answered(1) == answer) == isAnswer)
    }

    @Test func `one that talks more than it is asked is heard in parts, so that it cannot talk for ever`() throws {
        let reader = try ReaderProcess(.live, world: .live) { _ in }
        // The other end of the pipe that the reader answers to.
        let answers = open("/proc/self/fd/\(reader.descriptors[0])", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(answers >= 0)
        defer { close(answers) }
        let words = [UInt8](repeating: 1, count: 32_768)
        try #require(write(answers, words, words.count) == words.count)
        #expect(try reader.outcome() == nil)
        var entry = pollfd(fd: reader.descriptors[0], events: Int16(POLLIN), revents: 0)
        #expect(poll(&entry, 1, 0) == 1)
    }
}
