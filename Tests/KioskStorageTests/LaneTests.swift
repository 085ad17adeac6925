import Foundation
import Kiosk
import Reception
import Synchronization
import Testing

@testable import KioskStorage

/// The upload lane on the real outbox: every row of the table in DESIGN §5.
@Suite struct LaneTests {
    private let fixture: Fixture
    private let store: KioskStore
    private let cloud = ScriptedCloud()
    private let told = Told()
    private let pusher: Pusher

    init() throws {
        fixture = try Fixture()
        store = try fixture.open()
        let told = told
        pusher = Pusher(
            outbox: store, cloud: cloud, clock: try KioskClock(world: fixture.world, memory: store),
            link: LinkMonitor { state, _ in told.add(.link(state)) }, tell: { told.add($0) })
    }

    private func record(_ count: Int) throws {
        for _ in 0..<count { _ = try store.record(.call(nil), at: .at(morning)) }
    }

    private func states() throws -> [EventState] { try store.queueRows(Set(EventState.allCases)).map(\.state) }

    @Test func `accepted and duplicate events are acknowledged`() throws {
        try record(2)
        cloud.answer { events in
            [EventResult(id: events[0].id, status: .accepted), EventResult(id: events[1].id, status: .duplicate)]
        }
        #expect(pusher.step() == .upTo(.zero))
        #expect(try states() == [.acknowledged, .acknowledged])
        #expect(pusher.step() == .upTo(.seconds(3600)))
    }

    @Test func `a rejected event is set aside and the others go on`() throws {
        try record(3)
        cloud.answer { events in
            events.map { EventResult(id: $0.id, status: $0.sequence == 2 ? .rejected : .accepted, reason: "malformed") }
        }
        #expect(pusher.step() == .upTo(.zero))
        #expect(try states() == [.acknowledged, .setAside, .acknowledged])
        #expect(try store.queueRows([.setAside]).map(\.reason) == ["malformed"])
    }

    @Test(arguments: [
        CloudFailure.unreachable("refused"), .timedOut, .untrusted("unknown CA"), .unexpected(status: 500),
        .unexpected(status: 408), .unexpected(status: 409), .unexpected(status: 425), .unexpected(status: 404),
        .unexpected(status: 400), .unexpected(status: 410), .gone, .stranger(status: 401), .stranger(status: 403),
        .stranger(status: 404), .unintelligible("HTML"), .interrupted,
    ])
    func `whatever else goes wrong, events wait and are sent later under the same ID`(failure: CloudFailure) throws {
        try record(2)
        cloud.fail(failure)
        guard case .upTo(let wait) = pusher.step() else {
            Issue.record("a ring must end this wait")
            return
        }
        #expect(wait >= .milliseconds(100) && wait <= .seconds(1))
        #expect(try states() == [.waiting, .waiting])
        cloud.acceptAll()
        while pusher.step() == .upTo(.zero) {}
        #expect(try states() == [.acknowledged, .acknowledged])
        #expect(cloud.batches[0].map(\.id) == cloud.batches[1...].flatMap { $0 }.map(\.id))
    }

    @Test func `waits grow to five minutes, and begin anew after a success`() throws {
        try record(1)
        cloud.fail(.timedOut)
        var longest = Duration.zero
        for _ in 0..<200 {
            guard case .upTo(let wait) = pusher.step() else { continue }
            longest = max(longest, wait)
        }
        #expect(longest <= .seconds(300) && longest > .seconds(60))
        cloud.acceptAll()
        _ = pusher.step()
        try record(1)
        cloud.fail(.timedOut)
        guard case .upTo(let wait) = pusher.step() else { return }
        #expect(wait <= .seconds(1))
    }

    @Test func `while nothing answers one event is enough to ask with, and then all go at once`() throws {
        try record(9)
        cloud.fail(.timedOut)
        _ = pusher.step()
        _ = pusher.step()
        cloud.acceptAll()
        _ = pusher.step()
        _ = pusher.step()
        #expect(cloud.batches.map(\.count) == [9, 1, 1, 8])
    }

    @Test(arguments: [429, 503])
    func `a wait that the cloud asks for is obeyed, whoever rings`(status: Int) throws {
        try record(1)
        cloud.fail(.busy(status: status, retryAfter: .seconds(42)))
        #expect(pusher.step() == .exactly(.seconds(42)))
        #expect(try states() == [.waiting])
    }

    @Test(arguments: [401, 403])
    func `a refused credential pauses the lane, keeps everything and tells staff`(status: Int) throws {
        try record(1)
        cloud.fail(.refused(status: status))
        #expect(pusher.step() == .upTo(.seconds(300)))
        #expect(try states() == [.waiting])
        #expect(told.messages.contains(.link(.refused)))
    }

    @Test func `a batch that is too large is halved, and one event alone too large is set aside`() throws {
        try record(4)
        cloud.answer { events throws(CloudFailure) in
            if events.count > 1 || events[0].sequence == 3 { throw CloudFailure.tooLarge }
            return [EventResult(id: events[0].id, status: .accepted)]
        }
        for _ in 0..<12 { _ = pusher.step() }
        #expect(try states() == [.acknowledged, .acknowledged, .setAside, .acknowledged])
        #expect(cloud.batches.map(\.count).prefix(3) == [4, 2, 1])
    }

    @Test func `a batch that a proxy finds too large is halved too, but no event is ever set aside on its word`() throws
    {
        try record(4)
        cloud.answer { events throws(CloudFailure) in
            if events.count > 2 { throw CloudFailure.stranger(status: 413) }
            return events.map { EventResult(id: $0.id, status: .accepted) }
        }
        while pusher.step() == .upTo(.zero) {}
        #expect(try states() == Array(repeating: .acknowledged, count: 4))
        #expect(cloud.batches.map(\.count) == [4, 2, 2])
        try record(1)
        cloud.fail(.stranger(status: 413))
        _ = pusher.step()
        #expect(try states().last == .waiting)
    }

    /// LESSONS F7, F8: no budget of tries is spent, by outages, refusals or restarts.
    @Test func `an event is never given up, however often it was tried`() throws {
        try record(1)
        for failure in [CloudFailure.timedOut, .refused(status: 401), .unexpected(status: 404), .stranger(status: 403)]
        {
            cloud.fail(failure)
            for _ in 0..<100 { _ = pusher.step() }
        }
        #expect(try states() == [.waiting])
        cloud.acceptAll()
        _ = pusher.step()
        #expect(try states() == [.acknowledged])
    }

    /// LESSONS F6.
    @Test func `a rejected event at the head of the queue keeps back none of the next two hundred`() throws {
        try record(EventBatch.most + 1)
        cloud.answer { events in
            events.map { EventResult(id: $0.id, status: $0.sequence == 1 ? .rejected : .accepted, reason: "no") }
        }
        while pusher.step() == .upTo(.zero) {}
        let states = try states()
        #expect(states.first == .setAside)
        #expect(states.dropFirst().allSatisfy { $0 == .acknowledged })
    }

    @Test func `a leased event that the answer leaves out goes back to waiting and is sent again`() throws {
        try record(3)
        cloud.answer { events in events.prefix(1).map { EventResult(id: $0.id, status: .accepted) } }
        _ = pusher.step()
        #expect(try states() == [.acknowledged, .waiting, .waiting])
        cloud.acceptAll()
        _ = pusher.step()
        #expect(cloud.batches.map { $0.map(\.sequence) } == [[1, 2, 3], [2, 3]])
    }

    @Test func `an absurd wait is an hour at the most, and none at all is a back-off`() throws {
        try record(1)
        cloud.fail(.busy(status: 503, retryAfter: .seconds(100_000_000)))
        #expect(pusher.step() == .exactly(.seconds(3600)))
        cloud.fail(.busy(status: 429, retryAfter: nil))
        guard case .upTo(let wait) = pusher.step() else {
            Issue.record("nobody asked for that wait")
            return
        }
        #expect(wait >= .milliseconds(100) && wait <= .seconds(1))
    }

    @Test func `the first answer after a failure wakes the other lanes, and no later one`() throws {
        let woken = Mutex(0)
        let pusher = Pusher(
            outbox: store, cloud: cloud, clock: try KioskClock(world: fixture.world, memory: store),
            link: LinkMonitor { _, _ in }, tell: { _ in }, reconnected: { woken.withLock { $0 += 1 } })
        func push() throws -> Int {
            try record(1)
            _ = pusher.step()
            return woken.withLock { $0 }
        }
        cloud.acceptAll()
        #expect(try push() == 0)
        cloud.fail(.refused(status: 403))
        #expect(try push() == 0)
        cloud.acceptAll()
        #expect(try push() == 1)
        #expect(try push() == 1)
    }

    @Test func `an answer about other events settles nothing and is no busy loop`() throws {
        try record(1)
        cloud.answer { _ in [EventResult(id: .v7(.live), status: .accepted)] }
        guard case .upTo(let wait) = pusher.step() else { return }
        #expect(wait >= .milliseconds(100))
        #expect(try states() == [.waiting])
    }

    @Test func `a cache that somebody else is loading is no trouble, and is tried again soon`() throws {
        let told = Told()
        let puller = Puller(
            cache: store, cloud: cloud, clock: try KioskClock(world: fixture.world, memory: store),
            link: LinkMonitor { _, _ in }, tell: { told.add($0) }, reconnected: {})
        let other = try fixture.openAsGuest()
        try other.load(heardAt: morning) { _ in
            #expect(puller.step() == .upTo(.milliseconds(200)))
            return .sample(count: 0)
        }
        #expect(told.messages == [])
    }

    @Test func `events go in order of sequence, two hundred at the most`() throws {
        try record(EventBatch.most + 5)
        cloud.acceptAll()
        _ = pusher.step()
        _ = pusher.step()
        #expect(cloud.batches.map(\.count) == [EventBatch.most, 5])
        #expect(cloud.batches.flatMap { $0 }.map(\.sequence) == Array(1...Int64(EventBatch.most + 5)))
    }
}

/// A cloud whose answers a test writes.
private final class ScriptedCloud: CloudAPI {
    typealias Answer = @Sendable ([Event]) throws(CloudFailure) -> [EventResult]

    private let state = Mutex((answer: { _ in [] } as Answer, batches: [[Event]]()))

    var batches: [[Event]] { state.withLock { $0.batches } }

    func answer(_ answer: @escaping Answer) { state.withLock { $0.answer = answer } }

    func fail(_ failure: CloudFailure) { answer { _ throws(CloudFailure) in throw failure } }

    func acceptAll() { answer { $0.map { EventResult(id: $0.id, status: .accepted) } } }

    func send(_ batch: EventBatch) throws(CloudFailure) -> EventReceipt {
        let answer = state.withLock { state in
            state.batches.append(batch.events)
            return state.answer
        }
        return EventReceipt(
            results: try answer(batch.events), highestGapless: 0, missing: [], serverTime: morning)
    }

    func changes(after cursor: Cursor, limit: Int, wait: Duration) throws(CloudFailure) -> ChangesPage {
        throw .timedOut
    }
    func snapshot(
        after point: SnapshotPoint?, _ take: (SnapshotLine) throws -> Void
    ) throws(CloudFailure) { throw .timedOut }
    func report(_ status: StatusReport) throws(CloudFailure) -> StatusAnswer { throw .timedOut }
    func cancel() {}
}

private final class Told: Sendable {
    private let all = Mutex<[Message]>([])

    var messages: [Message] { all.withLock { $0 } }

    func add(_ message: Message) { all.withLock { $0.append(message) } }
}
