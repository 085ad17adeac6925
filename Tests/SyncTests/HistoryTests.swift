import CloudDomain
import CloudLink
import CloudStorage
import Foundation
import Kiosk
import KioskStorage
import Reception
import TestSupport
import Testing

/// Whatever happens, in whatever order, the cache ends as the cloud's truth.
struct HistoryTests {
    /// One cloud, one kiosk, and what was invited so far.
    private final class Story {
        let premises: Premises
        let kiosk: TestKiosk
        var chance: Chance
        var invited: [(appointment: Appointment, passes: [Pass])] = []
        var sequence: Int64 = 0
        let stream = UUID.v7(.live)
        var cuts = 0

        init(seed: UInt64) async throws {
            premises = try await Premises()
            kiosk = try await premises.kiosk()
            chance = Chance(seed: seed)
            for _ in 0..<3 { try invite(1000) }
        }

        func invite(_ count: Int) throws {
            let daysAgo = Int.random(in: 0...3, using: &chance) == 0 ? 3 : 0
            invited.append(try premises.invite(count, daysAgo: daysAgo))
        }

        /// The cloud's side goes on.
        func happen() async throws {
            let (appointment, passes) = invited.randomElement(using: &chance) ?? invited[0]
            let pass = passes.randomElement(using: &chance)?.id ?? passes[0].id
            switch Int.random(in: 0...5, using: &chance) {
            case 0: try invite(.random(in: 1...300, using: &chance))
            case 1: try? premises.cloud.write { try $0.editAppointment(appointment.id, AppointmentEdit(room: "5B")) }
            case 2: try? premises.cloud.write { try $0.cancelAppointment(appointment.id) }
            case 3: try? premises.cloud.write { try $0.withdrawPass(pass) }
            case 4: _ = try premises.cloud.write { try $0.purgePasses(endedBefore: World.live.now()) }
            default: try await visit(pass)
            }
        }

        private func visit(_ pass: PassID) async throws {
            sequence += 1
            let event = Event(
                id: .v7(.live), stream: stream, sequence: sequence, kind: .checkIn, pass: pass, verdict: .welcome,
                means: .camera, occurredAt: World.live.now(),
                clock: ClockReading(bootID: "b", uptimeMilliseconds: sequence, isTrusted: true, offsetMilliseconds: 0),
                cache: CacheStamp(cursor: nil, ageMilliseconds: nil), program: "test")
            _ = try await premises.cloud.record(
                SentBatch(events: [.event(event)]), from: try await premises.known(kiosk))
        }

        /// The kiosk's side goes on: a page of some size, or as far as the network lets it.
        func follow() async throws {
            let kiosk = kiosk
            switch Int.random(in: 0...4, using: &chance) {
            case 0: try premises.changeEpoch()
            case 1, 2:
                premises.network.setMode(.cut(afterBytes: .random(in: 0...200_000, using: &chance)))
                if await onThread({ (try? kiosk.puller.pullAll()) == nil }) { cuts += 1 }
                premises.network.setMode(.pass)
            default:
                let limit = Int.random(in: 1...400, using: &chance)
                await onThread {
                    guard let cursor = try? kiosk.store.cursor(),
                        let page = try? kiosk.client.changes(after: cursor, limit: limit, wait: .zero)
                    else { return }
                    try? kiosk.store.apply(page, heardAt: World.live.now())
                }
            }
        }
    }

    @Test(arguments: 0..<4)
    func `random histories, page sizes, cuts and changes of epoch end in the cloud's truth`(round: UInt64) async throws
    {
        let seed = Chance.fromEnvironment().seed &+ round
        let story = try await Story(seed: seed)
        for _ in 0..<40 {
            for _ in 0..<Int.random(in: 0...3, using: &story.chance) { try await story.happen() }
            try await story.follow()
        }
        let kiosk = story.kiosk
        try await onThread { Result { try kiosk.puller.pullAll() } }.get()
        let gone = Set(story.invited.flatMap { $0.passes.map(\.id) })
        try await expectTruth(story.premises, kiosk, gone: gone, "UKETSUKE_SEED=\(seed &- round)")
        #expect(story.cuts > 0)
        try await story.premises.stop()
    }
}
