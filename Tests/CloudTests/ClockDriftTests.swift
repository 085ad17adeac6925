import CloudDomain
import CloudStorage
import Foundation
import Reception
import Testing

/// Scenario 26: what a kiosk says about the time after days without the cloud.
struct ClockDriftTests {
    private static let hour: Int64 = 3_600_000

    /// An event of a kiosk that was last heard `silent` hours before it, and is sent `later` hours after it.
    ///
    /// - Parameters:
    ///   - error: by how much its clock was ahead at the event, in milliseconds.
    ///   - errorSent: by how much when it was sent.
    private func send(
        silent: Int64, later: Int64, error: Int64, errorSent: Int64, uptimeSlip: Int64 = 0, boot: String = "boot"
    ) async throws -> (happened: Instant, record: EventRecord, visit: Visit) {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        let happened = ground.clock.now
        var event = Event.sample(
            .checkIn, passes[0].id, at: happened.advanced(by: .milliseconds(error)), uptime: 5 * Self.hour)
        event.cache.ageMilliseconds = silent * Self.hour
        ground.clock.advance(by: .milliseconds(later * Self.hour))
        let sender = SenderClock(
            deviceTime: ground.clock.now.advanced(by: .milliseconds(errorSent)),
            clock: ClockReading(
                bootID: boot, uptimeMilliseconds: (5 + later) * Self.hour + uptimeSlip, isTrusted: true,
                offsetMilliseconds: 0))
        _ = try await ground.store.record(SentBatch(events: [.event(event)], sender: sender), from: kiosk)
        let record = try #require(try ground.store.read { try $0.eventRecords() }.first)
        return (happened, record, try #require(try ground.store.read { try $0.visits() }.first))
    }

    @Test func `ten minutes of drift in three days are spread over the three days, and flagged`() async throws {
        // A poor crystal: both of the kiosk's clocks run fast by the same amount.
        let (happened, record, visit) = try await send(
            silent: 24, later: 48, error: 200_000, errorSent: 600_000, uptimeSlip: 400_000)
        #expect(abs(visit.checkIn.correctedAt.since(happened).wholeMilliseconds) < 5000)
        #expect(visit.checkIn.deviceTime == happened.advanced(by: .milliseconds(200_000)))
        #expect(visit.checkIn.flags == [.clockDrift])
        #expect(record.flags == [.clockDrift])
        #expect(record.correctedAt == visit.checkIn.correctedAt)
    }

    @Test func `a drifting kiosk's visits keep the times that their arrival settled`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        let silence = ground.clock.now.advanced(by: .milliseconds(-72 * Self.hour))
        // After so many hours of silence: both of the kiosk's clocks run fast by ten minutes in 72 hours.
        func reading(_ hours: Int64) -> (device: Instant, uptime: Int64) {
            let shown = hours * (Self.hour + 600_000 / 72)
            return (silence.advanced(by: .milliseconds(shown)), shown)
        }
        let ends = [(EventKind.checkIn, Int64(24)), (.checkOut, 32)].enumerated().map { index, end in
            let (device, uptime) = reading(end.1)
            var event = Event.sample(
                end.0, passes[0].id, at: device, sequence: Int64(index + 1), verdict: index == 0 ? .welcome : .none,
                uptime: uptime)
            event.cache.ageMilliseconds = uptime
            return SentEvent.event(event)
        }
        let clock = ClockReading(
            bootID: "boot", uptimeMilliseconds: reading(72).uptime, isTrusted: true, offsetMilliseconds: 0)
        let batch = SentBatch(events: ends, sender: SenderClock(deviceTime: reading(72).device, clock: clock))
        _ = try await ground.store.record(batch, from: kiosk)
        let visit = try #require(try ground.store.read { try $0.visits() }.first)
        for (told, hours) in [(visit.checkIn, Int64(24)), (try #require(visit.checkOut), 32)] {
            let happened = silence.advanced(by: .milliseconds(hours * Self.hour))
            #expect(abs(told.correctedAt.since(happened).wholeMilliseconds) < 5000)
        }
    }

    @Test(arguments: [
        (Int64(7_200_000), Int64(7_200_000)), (-7_200_000, -7_200_000), (600_000, 600_000), (0, 7_200_000),
    ])
    func `a clock that was set is put right by the monotonic one`(_ error: Int64, _ errorSent: Int64) async throws {
        let (happened, _, visit) = try await send(silent: 1, later: 3, error: error, errorSent: errorSent)
        #expect(visit.checkIn.correctedAt == happened)
        #expect(visit.checkIn.flags == [.clockDrift])
    }

    @Test func `after another boot nothing better is known than the event says, but it is flagged`() async throws {
        let (happened, _, visit) = try await send(silent: 1, later: 3, error: -600_000, errorSent: -600_000, boot: "b")
        #expect(visit.checkIn.correctedAt == happened.advanced(by: .milliseconds(-600_000)))
        #expect(visit.checkIn.flags == [.clockDrift])
    }

    @Test func `a good clock is left alone, and so is a slow network`() async throws {
        let (happened, record, visit) = try await send(silent: 72, later: 1, error: 40, errorSent: -20_000)
        #expect(visit.checkIn.correctedAt == happened.advanced(by: .milliseconds(40)))
        #expect(visit.checkIn.flags == [])
        #expect(record.remarks == [])
    }

    @Test(arguments: [(Int64.min, Int64.max), (.max, .min), (.min, 0)])
    func `what no clock can show changes nothing`(_ uptime: Int64, _ age: Int64) throws {
        let now = Instant.at("2026-11-23T01:00:00Z")
        var event = Event.sample(.checkIn, PassID(1), at: now, uptime: uptime)
        event.cache.ageMilliseconds = age
        let sender = SenderClock(
            deviceTime: now.advanced(by: .seconds(7200)),
            clock: ClockReading(
                bootID: "boot", uptimeMilliseconds: 0 - max(uptime, -Int64.max), isTrusted: true, offsetMilliseconds: 0)
        )
        #expect(try #require(ClockDrift(of: event, sender: sender, receivedAt: now)).settledAt == nil)
    }

    @Test func `a batch is read whatever it says about its sender's clock`() throws {
        let event = Event.sample(.refusal, nil, at: .at("2026-11-23T01:00:00Z"), verdict: .notOurs)
        let sender = SenderClock(deviceTime: event.occurredAt, clock: event.clock)
        let body = try Wire.encode(EventBatch(events: [event], sender: sender))
        #expect(try Wire.decode(SentBatch.self, from: body).sender == sender)
        for text in [#"{"events":[]}"#, #"{"events":[],"sender":7}"#, #"{"events":[],"sender":{"deviceTime":"x"}}"#] {
            #expect(try Wire.decode(SentBatch.self, from: Data(text.utf8)).sender == nil)
        }
    }

    @Test(arguments: [(Int64(-180), "3 minutes behind"), (660, "11 minutes ahead")])
    func `staff and administrator are told of a clock that is off`(_ seconds: Int64, _ words: String) async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let report = StatusReport.sample(at: ground.clock.now.advanced(by: .seconds(seconds)))
        #expect(try await ground.store.note(report, from: kiosk).notices.contains { $0.contains(words) })
        #expect(try ground.store.read { try $0.kiosks() }.first?.concerns.contains { $0.contains(words) } == true)
        #expect(try await ground.store.note(.sample(at: ground.clock.now), from: kiosk).notices == [])
        #expect(try ground.store.read { try $0.kiosks() }.first?.concerns == [])
    }
}
