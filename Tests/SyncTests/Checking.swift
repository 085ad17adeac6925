import Foundation
import Kiosk
import KioskStorage
import Reception
import Testing

/// Runs something that blocks on a thread of its own and returns what it returned.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

/// The cache holds what the cloud would tell, no more and no less.
func expectTruth(
    _ premises: Premises, _ kiosk: TestKiosk, gone: Set<PassID> = [], _ comment: Comment? = nil,
    at place: SourceLocation = #_sourceLocation
) async throws {
    let truth = try await premises.truth(for: kiosk)
    #expect(try kiosk.store.summary().passes == truth.passes.count, comment, sourceLocation: place)
    #expect(truth.passesByEnd == Int64(truth.passes.count), comment, sourceLocation: place)
    var wrong = 0
    for (id, record) in truth.passes {
        let known = try kiosk.known(id)
        if known.record != record || known.visit != truth.visits[id] { wrong += 1 }
    }
    #expect(wrong == 0, comment, sourceLocation: place)
    // A visit may be heard of after its pass was purged; a tombstone takes it out of the feed a month later.
    for id in gone where truth.passes[id] == nil {
        let known = try kiosk.known(id)
        #expect(known.record == nil && known.visit == truth.visits[id], comment, sourceLocation: place)
    }
}
