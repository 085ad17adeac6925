import CProcess
import Glibc
package import Reception

/// The eye's end of the process that reads pictures: hands a picture over, gets an answer, and loses that one picture
/// when the reader dies or holds it for too long.
///
/// - One picture is with the reader at a time. The next one may be put into ``staging`` meanwhile.
/// - A reader that is lost is replaced by a copy of a clean state before the next picture is handed over.
/// - It is renewed after many pictures, so that what libraries leak does not add up and no reader comes near the limit
///   of its processor time.
/// - What it answers is checked for shape and never believed for anything else.
package final class ReaderProcess {
    /// What became of a picture that was handed over.
    package enum Outcome: Equatable, Sendable {
        case answered(ReaderAnswer)
        /// The reader died or held it too long, and is replaced.
        case lost
    }

    private enum State {
        case starting(since: Duration)
        case free
        case busy(number: UInt64, until: Duration)
        /// The picture is lost; the next reader is on its way.
        case ending(since: Duration)
    }

    private let plan: ReaderPlan
    private let world: World
    private let explain: (String) -> Void
    private let memory: ReaderMemory
    private let body: ReaderBody
    private var nursery = uk_nursery()
    private var state: State
    private var number: UInt64 = 0
    private var stagingSlot = 0
    /// Since the reader was last renewed.
    private var answered = 0
    private var processorTime: Int64 = 0
    /// Pictures lost since the start.
    package private(set) var lost = 0

    /// A replacement takes milliseconds; after this long there will be none.
    private static let patience = Duration.seconds(5)

    /// Starts it. The process must have one thread and hold nothing that a reader must not have.
    ///
    /// `explain` gets a sentence without content when pictures were lost: at the first, and whenever their number has
    /// doubled.
    /// - Throws: ``ReaderFailure``.
    package init(_ plan: ReaderPlan, world: World, explain: @escaping (String) -> Void) throws(ReaderFailure) {
        self.plan = plan
        self.world = world
        self.explain = explain
        memory = try ReaderMemory(slotLength: plan.slotLength)
        body = ReaderBody(memory: memory, use: plan.use, world: world)
        state = .starting(since: world.uptime())
        var readers = uk_readers(
            prepare: { context in ReaderProcess.body(context)?.prepare() },
            read: { context, requests, answers in
                ReaderProcess.body(context)?.run(requests: requests, answers: answers)
            },
            context: Unmanaged.passUnretained(body).toOpaque(), bytes: plan.memory, seconds: plan.processorSeconds)
        let status = uk_nursery_start(&readers, &nursery)
        guard status == 0 else { throw .start(errno: status) }
    }

    deinit {
        if nursery.pid > 0 { uk_nursery_end(&nursery) }
    }

    private static func body(_ context: UnsafeMutableRawPointer?) -> ReaderBody? {
        context.map { Unmanaged<ReaderBody>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: - Handing over

    /// To be polled for `POLLIN`: then ``outcome()`` has something to do.
    package var descriptors: [Int32] { [nursery.answers, nursery.news] }

    /// Whether a picture can be handed over.
    package var isFree: Bool {
        if case .free = state { return true }
        return false
    }

    /// When ``outcome()`` has something to do even if nothing comes from the reader.
    var due: Duration? {
        switch state {
        case .free: nil
        case .busy(_, let until): until
        case .starting(let since), .ending(let since): since + ReaderProcess.patience
        }
    }

    /// The time by which it measures.
    var now: Duration { world.uptime() }

    /// Where the next picture is put; the one that is being read lies elsewhere.
    var staging: UnsafeMutableRawBufferPointer { memory.slot(stagingSlot) }

    /// Hands over the picture in ``staging``. Only when ``isFree``.
    func handOver(_ request: ReaderRequest) {
        precondition(isFree)
        number += 1
        memory.put(request, slot: stagingSlot, number: number)
        state = .busy(number: number, until: world.uptime() + plan.longestPicture)
        stagingSlot = 1 - stagingSlot
        // A pipe that is full has woken the reader already; one without a reader is noticed by the news.
        var wake: UInt8 = 1
        write(nursery.requests, &wake, 1)
    }

    // MARK: - What came of it

    /// How the picture that was handed over ended; `nil` when that is not known yet. Never waits.
    /// - Throws: ``ReaderFailure``.
    package func outcome() throws(ReaderFailure) -> Outcome? {
        let hasAnswered = takeAnswers()
        let wasReplaced = try takeNews()
        if case .busy(let number, let until) = state {
            if hasAnswered, let answer = memory.answered(number) { return took(answer) }
            if wasReplaced != nil || world.uptime() >= until { return lose(wasReplaced) }
        } else if wasReplaced != nil {
            state = .free
        } else if let due, world.uptime() >= due {
            throw .gone
        }
        return nil
    }

    private func took(_ answer: ReaderAnswer) -> Outcome {
        answered += 1
        processorTime += answer.decodingTime + answer.readingTime
        state = .free
        if answered >= plan.renewal || processorTime >= plan.renewalTime {
            replace(as: .starting(since: world.uptime()))
        }
        return .answered(answer)
    }

    private func lose(_ status: Int32?) -> Outcome {
        lost += 1
        if lost & (lost - 1) == 0 { explain(loss(status)) }
        if status == nil { replace(as: .ending(since: world.uptime())) } else { state = .free }
        return .lost
    }

    private func loss(_ status: Int32?) -> String {
        let seconds = plan.longestPicture.components.seconds
        let reason = status.map { "ended with status \($0)" } ?? "held one for more than \(seconds) s"
        return "The process that reads pictures \(reason) and was replaced; pictures lost so far: \(lost)."
    }

    private func replace(as next: State) {
        answered = 0
        processorTime = 0
        state = next
        var order: UInt8 = 1
        write(nursery.orders, &order, 1)
    }

    /// How the reader before the newest one ended, if a new one has started.
    private func takeNews() throws(ReaderFailure) -> Int32? {
        var last: Int32?
        var status: Int32 = 0
        var hasEnded = false
        while uk_nursery_status(&nursery, &status, &hasEnded) { last = status }
        guard hasEnded else { return last }
        throw hasUnconfinedReader ? .unconfined : .gone
    }

    private var hasUnconfinedReader: Bool {
        let status = uk_process_reap(nursery.pid, 1_000)
        nursery.pid = 0
        return status == Int32(UK_NURSERY_UNCONFINED)
    }

    /// Whether the reader says that it has answered.
    ///
    /// Looks once: one that is no longer ours could write faster than this reads.
    private func takeAnswers() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { bytes in
            read(nursery.answers, bytes.baseAddress, bytes.count) > 0
        }
    }
}
