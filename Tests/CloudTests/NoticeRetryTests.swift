import CloudDomain
import CloudStorage
import Foundation
import Reception
import Testing

/// Notices that a receiver does not take, or not at once.
struct NoticeRetryTests {
    @Test func `a receiver that fails is tried again with the same ID, and one that took it is not`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        let first = try #require(try ground.store.claim())
        #expect(try ground.store.claim() == nil)
        try ground.store.settle(first, wasDelivered: false)
        ground.clock.advance(by: .seconds(2))
        let second = try #require(try ground.store.claim())
        #expect(second.id == first.id)
        #expect(second.body == first.body)
        try ground.store.settle(second, wasDelivered: true)
        ground.clock.advance(by: .seconds(86_400))
        #expect(try ground.store.claim() == nil)
    }

    @Test func `a slow receiver has not failed, and one that has is told of while it is tried again`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes(["A", "B", "C"])
        func arrive(_ index: Int) async throws -> NoticeState? {
            let event = ground.event(.checkIn, passes[index].id)
            return try await ground.store.record([.event(event)], from: kiosk).results[0].notice
        }
        #expect(try await arrive(0) == .queued)
        let slow = try #require(try ground.store.claim())
        #expect(try await arrive(1) == .queued)
        try ground.store.settle(slow, wasDelivered: false)
        let quick = try #require(try ground.store.claim())
        try ground.store.settle(quick, wasDelivered: true)
        ground.clock.advance(by: .seconds(2))
        #expect(try ground.store.claim() == slow)
        #expect(try await arrive(2) == .failing)
    }

    @Test func `staff are told of a receiver that failed three times, not of a third try under way`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        for _ in 1...3 {
            ground.clock.advance(by: .seconds(10))
            let delivery = try #require(try ground.store.claim())
            #expect(try await ground.store.note(.sample(at: ground.clock.now), from: kiosk).notices == [])
            try ground.store.settle(delivery, wasDelivered: false)
        }
        let told = try await ground.store.note(.sample(at: ground.clock.now), from: kiosk).notices
        #expect(told.count == 1)
        #expect(told[0].hasPrefix("Notices cannot be delivered to 1 recipient(s): 1 since 2026-11-23 10:00. Ring "))
    }

    @Test func `what a crashed worker had taken is taken again`() async throws {
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:9/"))
        let kiosk = try await ground.kiosk()
        let (_, passes) = try ground.passes()
        _ = try await ground.store.record([.event(ground.event(.checkIn, passes[0].id))], from: kiosk)
        let first = try #require(try ground.store.claim())
        ground.clock.advance(by: .seconds(61))
        #expect(try ground.store.claim()?.id == first.id)
    }
}
