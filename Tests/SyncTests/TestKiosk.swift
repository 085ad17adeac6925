import CloudLink
import Foundation
import Kiosk
import Reception
import Synchronization
import TestSupport

@testable import KioskStorage

/// A kiosk's store, and the lane that keeps it in step.
final class TestKiosk: Sendable {
    let store: KioskStore
    let credential: String
    let client: CloudClient
    let puller: Puller
    private let told = Told()

    /// What the screen was told of arrivals and calls.
    var replies: [Reply] { told.replies.withLock { $0 } }

    init(_ answer: EnrolmentAnswer, at path: String, port: UInt16, authority: String) throws {
        let url = "https://127.0.0.1:\(port)"
        let directory = try DataDirectory(path: path)
        credential = answer.credential
        store = try KioskStore.open(
            at: directory, key: try SealingKey.load(in: directory, .live),
            enrolment: Enrolment(cloud: url, name: "entrance", answer: answer), settings: StoreSettings(),
            lock: try DataDirectoryLock(directory), .live)
        client = CloudClient(address: try CloudAddress(url, caFile: authority), credential: Credential(credential))
        puller = Puller(
            cache: store, cloud: client, clock: try KioskClock(world: .live, memory: store),
            link: LinkMonitor { _, _ in },
            tell: { [told] message in
                if case .replied(let replies) = message { told.replies.withLock { $0 += replies } }
            }, reconnected: {})
    }

    private final class Told: Sendable {
        let replies = Mutex<[Reply]>([])
    }

    /// What the cache says of a pass, and of the last visit made with it.
    func known(_ pass: PassID) throws -> (record: PassRecord?, visit: VisitState?) {
        try store.cache.use { file in
            try file.read { rows in
                let slot = try rows.state().slot
                return (try rows.pass(pass, slot: slot), try rows.visit(pass, slot: slot))
            }
        }
    }
}
