import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception

/// How soon a long queue is delivered to the real cloud, and whether visitors notice.
struct DeliveryBenchmark {
    let kiosk: EngineKiosk

    /// Visitors who come while nothing is sent, to compare with.
    static let calm = 300
    /// Visitors who may come while the queue is sent.
    static let meanwhile = 1500
    /// Time between two visitors.
    private static let gap = 0.02

    /// - Parameters:
    ///   - count: how many events are to wait, those included that do so already.
    ///   - tokens: of as many visitors, of ``calm`` and of ``meanwhile`` ones.
    func section(queue count: Int, _ tokens: ArraySlice<String>) throws -> Section {
        try kiosk.withStore { store, enrolment in
            let clock = try KioskClock(world: .live, memory: store)
            Progress.tell("Recording \(count) events")
            var tokens = tokens
            let missing = max(0, count - DeliveryBenchmark.calm - (try store.counts().waiting))
            for token in tokens.prefix(missing) { try EngineAdmissionBenchmark.admit(token, store, clock) }
            tokens = tokens.dropFirst(missing)
            var calm = Measure()
            for token in tokens.prefix(DeliveryBenchmark.calm) {
                Thread.sleep(forTimeInterval: DeliveryBenchmark.gap)
                try calm.time { try EngineAdmissionBenchmark.admit(token, store, clock) }
            }
            tokens = tokens.dropFirst(DeliveryBenchmark.calm)
            let waiting = try store.counts().waiting
            Progress.tell("Delivering \(waiting) events")
            let (time, busy) = try deliver(store, enrolment, clock, tokens)
            return Section(
                title: "Delivery of \(waiting) waiting events and \(busy.count) that come meanwhile, on loopback",
                baseline: "admissions, one every \(Int(DeliveryBenchmark.gap * 1000)) ms, while nothing is sent",
                rows: [
                    Row("all of them delivered in", .milliseconds, time.inMilliseconds, target: .atMost(10_000)),
                    Row(
                        "admission meanwhile, 95th percentile", .milliseconds, busy.p95, against: calm.p95,
                        target: .ratio(atMost: 2)),
                    Row("admission meanwhile, median", .milliseconds, busy.median, against: calm.median),
                ])
        }
    }

    /// Sends until nothing waits, while visitors go on coming.
    private func deliver(
        _ store: KioskStore, _ enrolment: Enrolment, _ clock: KioskClock, _ tokens: ArraySlice<String>
    ) throws -> (Duration, Measure) {
        let client = CloudClient(
            address: try CloudAddress(enrolment.cloud, caFile: enrolment.caFile),
            credential: Credential(enrolment.credential))
        let pusher = Pusher(outbox: store, cloud: client, clock: clock, link: LinkMonitor { _, _ in }, tell: { _ in })
        let lane = try Lane(name: "push")
        let start = World.live.uptime()
        lane.start { pusher.step() }
        defer {
            client.cancel()
            lane.stop()
        }
        var busy = Measure()
        for token in tokens {
            Thread.sleep(forTimeInterval: DeliveryBenchmark.gap)
            try busy.time { try EngineAdmissionBenchmark.admit(token, store, clock) }
            lane.wake()
            if try store.counts().waiting <= 1 { break }
        }
        while try store.counts().waiting > 0, World.live.uptime() - start < .seconds(120) {
            Thread.sleep(forTimeInterval: 0.005)
        }
        return (World.live.uptime() - start, busy)
    }
}
