import Foundation
import Kiosk
import Reception
import Synchronization
import Testing

/// The model's sender and the real one, side by side: what each answer does to three events, and how many go next.
@Suite struct ProtocolConformanceTests {
    private static let model = ProtocolSending(deeds: 3, fullBatch: UInt8(EventBatch.most))
    private static let all = ProtocolSending.Few(rawValue: 7)

    private typealias Few = ProtocolSending.Few

    /// What stands where after an answer, and what is sent after that.
    private struct Outcome: Equatable {
        var waiting: Few, acknowledged: Few, setAside: Few, next: Few
    }

    // MARK: - The model

    private func modelled(_ answer: ProtocolSending.Answer) throws -> Outcome {
        var state = Self.model.start
        state.waiting = Self.all
        state.came = Self.model.deeds
        state = try step("the kiosk sends what waits", from: state)
        state.requests = []
        state.answers = [answer]
        state = try step("the kiosk takes an answer", from: state)
        let next = state.waiting.isEmpty ? [] : try step("the kiosk sends what waits", from: state).call
        return Outcome(
            waiting: state.waiting, acknowledged: state.acknowledged, setAside: state.setAside, next: next)
    }

    private func step(_ words: String, from state: ProtocolSending.State) throws -> ProtocolSending.State {
        var found: ProtocolSending.State?
        Self.model.steps(from: state) { if "\($0.words)" == words { found = $1 } }
        return try #require(found, "the model has no step “\(words)” here")
    }

    // MARK: - The real one

    private func performed(_ answer: @escaping ScriptedCloud.Answer) throws -> Outcome {
        let outbox = MemoryOutbox(count: 3)
        let cloud = ScriptedCloud(answer)
        let pusher = Pusher(
            outbox: outbox, cloud: cloud, clock: try KioskClock(world: .live, memory: NoMemory()),
            link: LinkMonitor { _, _ in }, tell: { _ in })
        _ = pusher.step()
        let state = outbox.sets
        _ = pusher.step()
        let sent = cloud.batches
        #expect(sent.first == Self.all)
        return Outcome(
            waiting: state[.waiting] ?? [], acknowledged: state[.acknowledged] ?? [],
            setAside: state[.setAside] ?? [], next: sent.count > 1 ? sent[1] : [])
    }

    @Test func `every word on every event moves it alike in the model and in the real sender`() throws {
        let words: [EventResult.Status?] = [.accepted, .duplicate, .rejected, nil]
        for code in 0..<64 {
            let given = [words[code % 4], words[code / 4 % 4], words[code / 16]]
            func few(_ matches: (EventResult.Status?) -> Bool) -> Few {
                given.indices.reduce(into: Few()) { if matches(given[$1]) { $0.formUnion(Few(rawValue: 1 << $1)) } }
            }
            let modelled = try modelled(
                .init(
                    kind: .results, accepted: few { $0 == .accepted || $0 == .duplicate },
                    rejected: few { $0 == .rejected }))
            let performed = try performed { events throws(CloudFailure) in
                events.compactMap { event in
                    given[Int(event.sequence) - 1].map { EventResult(id: event.id, status: $0) }
                }
            }
            #expect(modelled == performed, "\(given)")
        }
    }

    /// Every failure that a call can end with, and which of the model's it is.
    private static let failures: [(CloudFailure, ProtocolSending.Answer.Kind)] = [
        (.unexpected(status: 404), .notFound), (.unexpected(status: 400), .notFound),
        (.unexpected(status: 408), .notFound), (.unexpected(status: 409), .notFound),
        (.unexpected(status: 425), .notFound), (.unexpected(status: 500), .notFound), (.gone, .notFound),
        (.refused(status: 401), .notFound), (.refused(status: 403), .notFound),
        (.busy(status: 429, retryAfter: .seconds(1)), .notFound), (.busy(status: 503, retryAfter: nil), .notFound),
        (.interrupted, .notFound), (.unreachable("refused"), .failed), (.timedOut, .failed),
        (.untrusted("unknown"), .failed), (.stranger(status: 404), .failed), (.stranger(status: 503), .failed),
        (.unintelligible("HTML"), .failed), (.tooLarge, .tooLarge), (.stranger(status: 413), .tooLarge),
    ]

    @Test func `every failure leaves every event waiting in the model and in the real sender`() throws {
        for (failure, kind) in Self.failures {
            let performed = try performed { _ throws(CloudFailure) in throw failure }
            #expect(try modelled(.init(kind: kind)) == performed, "\(failure)")
            #expect(performed.waiting == Self.all)
        }
    }
}

// MARK: - An outbox and a cloud of a test

/// The outbox's states without a disk.
private final class MemoryOutbox: Outbox {
    enum Standing: Hashable { case waiting, sent, acknowledged, setAside }

    private let rows: Mutex<[(event: Event, standing: Standing)]>

    init(count: Int) {
        let stream = UUID.v7(.live)
        rows = Mutex(
            (1...Int64(count)).map { sequence in
                var event = Event.call(at: World.live.now())
                event.id = .v7(.live)
                event.stream = stream
                event.sequence = sequence
                return (event, .waiting)
            })
    }

    var sets: [Standing: ProtocolSending.Few] {
        rows.withLock { rows in
            Dictionary(rows.map { ($0.standing, $0.event.few) }, uniquingKeysWith: { $0.union($1) })
        }
    }

    func lease(_ most: Int) -> [Event] {
        rows.withLock { rows in
            let next = rows.indices.filter { rows[$0].standing == .waiting }.prefix(most)
            for index in next { rows[index].standing = .sent }
            return next.map { rows[$0].event }
        }
    }

    func settle(_ results: [EventResult], of leased: [Event], at moment: Moment) {
        move(leased) { event in
            switch results.first(where: { $0.id == event.id })?.status {
            case .accepted, .duplicate: .acknowledged
            case .rejected: .setAside
            case nil: .waiting
            }
        }
    }

    func heed(_ receipt: EventReceipt, of leased: [Event]) {}

    func release(_ leased: [Event]) { move(leased) { _ in .waiting } }

    func counts() -> OutboxCounts {
        rows.withLock { rows in
            OutboxCounts(
                waiting: rows.count { [.waiting, .sent].contains($0.standing) },
                setAside: rows.count { $0.standing == .setAside })
        }
    }

    private func move(_ events: [Event], _ standing: (Event) -> Standing) {
        rows.withLock { rows in
            for index in rows.indices where events.contains(rows[index].event) {
                rows[index].standing = standing(rows[index].event)
            }
        }
    }
}

extension Event {
    /// This event as the model names it.
    fileprivate var few: ProtocolSending.Few { ProtocolSending.Few(rawValue: 1 << UInt8(sequence - 1)) }
}

private final class ScriptedCloud: CloudAPI {
    typealias Answer = @Sendable ([Event]) throws(CloudFailure) -> [EventResult]

    private let answer: Answer
    private let sent = Mutex<[ProtocolSending.Few]>([])

    init(_ answer: @escaping Answer) { self.answer = answer }

    var batches: [ProtocolSending.Few] { sent.withLock { $0 } }

    func send(_ batch: EventBatch) throws(CloudFailure) -> EventReceipt {
        sent.withLock { $0.append(batch.events.reduce(into: []) { $0.formUnion($1.few) }) }
        return EventReceipt(
            results: try answer(batch.events), highestGapless: 0, missing: [], serverTime: World.live.now())
    }

    func changes(after cursor: Cursor, limit: Int, wait: Duration) throws(CloudFailure) -> ChangesPage {
        throw .timedOut
    }
    func snapshot(after point: SnapshotPoint?, _ take: (SnapshotLine) throws -> Void) throws(CloudFailure) {
        throw .timedOut
    }
    func report(_ status: StatusReport) throws(CloudFailure) -> StatusAnswer { throw .timedOut }
    func cancel() {}
}

private struct NoMemory: ClockMemory {
    func clock() -> ClockState? { nil }
    func keep(_ clock: ClockState) {}
}
