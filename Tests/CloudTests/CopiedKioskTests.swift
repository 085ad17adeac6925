import CloudDomain
import CloudStorage
import Foundation
import Reception
import Testing

/// An old copy of a kiosk's data was put back, or two machines run on copies: nothing is refused, and it is told.
struct CopiedKioskTests {
    private let doubled = "This kiosk numbered events twice"
    private let twins = "Two machines report as this kiosk"

    private func notices(_ ground: Ground, _ kiosk: Kiosk, boot: String = "") async throws -> [String] {
        try await ground.store.note(.sample(at: ground.clock.now, bootID: boot), from: kiosk).notices
    }

    private func refusal(_ ground: Ground, _ sequence: Int64, _ stream: UUID) -> SentEvent {
        .event(ground.event(.refusal, nil, sequence: sequence, stream: stream, verdict: .notOurs))
    }

    @Test func `numbers that come again with other events are kept, flagged and told`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let stream = UUID()
        _ = try await ground.store.record((1...5).map { refusal(ground, $0, stream) }, from: kiosk)
        #expect(try await notices(ground, kiosk) == [])
        let receipt = try await ground.store.record((3...4).map { refusal(ground, $0, stream) }, from: kiosk)
        #expect(receipt.results.map(\.status) == [.accepted, .accepted])
        // By this the kiosk knows that its outbox is behind, and begins a new stream.
        #expect(receipt.highestGapless == 5)
        #expect(receipt.missing == [])
        let records = try ground.store.read { try $0.eventRecords() }
        #expect(records.count == 7)
        #expect(Set(records.filter(\.isNumberDoubled).map(\.event.sequence)) == [3, 4])
        #expect(records.filter(\.isNumberDoubled).count == 4)
        #expect(try await notices(ground, kiosk).filter { $0.hasPrefix(doubled) }.count == 1)
        let listing = try #require(try ground.store.read { try $0.kiosks() }.first)
        #expect(listing.streams.map(\.doubledNumbers) == [2])
        #expect(listing.concerns.contains { $0.hasPrefix(doubled) })
        ground.clock.advance(by: .seconds(86_401))
        #expect(try await notices(ground, kiosk) == [])
        #expect(try ground.store.read { try $0.kiosks() }.first?.concerns.contains { $0.hasPrefix(doubled) } == true)
    }

    @Test func `both events of a batch that share a number are noticed too, and the same event twice is not`()
        async throws
    {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let stream = UUID()
        let once = refusal(ground, 1, stream)
        _ = try await ground.store.record([once, once], from: kiosk)
        #expect(try await notices(ground, kiosk) == [])
        _ = try await ground.store.record([refusal(ground, 2, stream), refusal(ground, 2, stream)], from: kiosk)
        #expect(try await notices(ground, kiosk).filter { $0.hasPrefix(doubled) }.count == 1)
    }

    @Test func `a number that came twice hides no gap behind it`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let stream = UUID()
        let receipt = try await ground.store.record(
            [1, 3, 3, 3, 5, 6].map { refusal(ground, $0, stream) }, from: kiosk)
        #expect(receipt.highestGapless == 1)
        #expect(receipt.missing == [2, 4])
        let listing = try #require(try ground.store.read { try $0.kiosks() }.first?.streams.first)
        #expect((listing.highestGapless, listing.highest, listing.missing) == (1, 6, [2, 4]))
        #expect(try ground.store.read { try $0.kiosks() }.first?.concerns.count == 2)
        _ = try await ground.store.record([refusal(ground, 4, stream), refusal(ground, 2, stream)], from: kiosk)
        #expect(try ground.store.read { try $0.kiosks() }.first?.streams.first?.highestGapless == 6)
        #expect(try ground.store.read { try $0.kiosks() }.first?.concerns.count == 1)
    }

    @Test func `what is missing of an outbox that is gone is told for a day, and stays with the administrator`()
        async throws
    {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        _ = try await ground.store.record([refusal(ground, 2, UUID())], from: kiosk)
        ground.clock.advance(by: .seconds(60))
        _ = try await ground.store.record([refusal(ground, 1, UUID())], from: kiosk)
        #expect(try await notices(ground, kiosk).count == 1)
        ground.clock.advance(by: .seconds(86_400))
        #expect(try await notices(ground, kiosk) == [])
        #expect(try ground.store.read { try $0.kiosks() }.first?.concerns.count == 1)
    }

    @Test func `two machines that report in turn are told from one that starts anew`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        for boot in ["a", "a", "", "b", "b", "c"] { #expect(try await notices(ground, kiosk, boot: boot) == []) }
        #expect(try await notices(ground, kiosk, boot: "b").filter { $0.hasPrefix(twins) }.count == 1)
        #expect(try ground.store.read { try $0.kiosks() }.first?.concerns.contains { $0.hasPrefix(twins) } == true)
        ground.clock.advance(by: .seconds(86_401))
        #expect(try await notices(ground, kiosk, boot: "b") == [])
    }
}
