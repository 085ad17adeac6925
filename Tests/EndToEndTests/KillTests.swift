import Foundation
import Reception
import TestSupport
import Testing

/// A day on which kiosk and cloud are killed again and again.
extension EndToEnd {
    @Suite struct KillTests {
        /// How often something is killed.
        private static let kills = 200

        /// Promise 1: what the screen acknowledged is in the cloud exactly once.
        ///
        /// Visitors show their codes one after the other. At random moments, most of them in the middle of an
        /// admission or of a push, the kiosk or the cloud is killed with SIGKILL and started again. A visitor who was
        /// not answered shows the code again. The seed is printed; `UKETSUKE_SEED` replays a run's choices.
        @Test func `two hundred kills at random moments lose and double nothing`() async throws {
            var chance = Chance.fromEnvironment()
            print("kill test: UKETSUKE_SEED=\(chance.seed)")
            let place = try await Installation()
            let names = (0..<Self.kills).map { "客\($0)番" }
            let visitors = try place.appointment(visitors: names.map { "青空商事;\($0);" }).visitors
            try place.kiosk("sync", "--once")
            var kiosk = try await place.openKiosk()
            var acknowledged: [String] = []
            for (name, visitor) in zip(names, visitors) {
                try kiosk.type(visitor.token)
                if Bool.random(using: &chance) {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &chance)))
                    if try shows(name, on: kiosk) { acknowledged.append(name) }
                    try kiosk.kill(SIGKILL)
                    kiosk.close()
                    kiosk = try await place.openKiosk()
                } else {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...120, using: &chance)))
                    place.stopCloud(SIGKILL)
                    try await kiosk.wait(for: "\(name) 様")
                    acknowledged.append(name)
                    try await place.startCloud()
                }
                // Whoever got no answer comes again; whoever is in already is told so.
                if !acknowledged.contains(name) {
                    try kiosk.type(visitor.token)
                    try await kiosk.wait(until: "an answer to \(name)") {
                        $0.contains("\(name) 様") || $0.contains("受付済")
                    }
                    acknowledged.append(name)
                }
            }
            try await place.waitForEmptyQueue(within: .seconds(60))
            let visits = try place.visits()
            #expect(acknowledged.sorted() == names.sorted())
            #expect(visits.map(\.visitor).sorted() == names.sorted(), "seed \(chance.seed)")
            #expect(visits.allSatisfy { !$0.isConflict })
            let events = try place.events()
            #expect(Set(events.map(\.id)).count == events.count)
            for (_, stream) in Dictionary(grouping: events, by: \.stream) {
                #expect(stream.map(\.sequence).sorted() == Array(1...Int64(stream.count)), "seed \(chance.seed)")
            }
            #expect(try place.status().damagedOutboxes.isEmpty)
        }

        private func shows(_ name: String, on kiosk: TerminalScreen) throws -> Bool {
            try kiosk.screen().contains("\(name) 様")
        }
    }
}
