import Crypto
import Foundation
import Kiosk
import Reception
import Synchronization
import TestSupport

@testable import CloudLink

/// What the tests of this folder send and expect.
enum Samples {
    static let credential = Credential("s3cret-credential")
    static let cursor = Cursor(epoch: "e1", sequence: 7)
    static let now = Instant(milliseconds: 1_795_400_000_000)
    static let page = ChangesPage(
        changes: [ChangeRow(sequence: 8, change: .passRemoved(PassID(1)))], cursor: Cursor(epoch: "e1", sequence: 8),
        hasMore: false, serverTime: now)
    static let status = StatusReport(
        program: "test", waitingEvents: 0, setAsideEvents: 0, cacheAgeMilliseconds: nil, scanner: .none,
        clock: ClockReading(bootID: "b", uptimeMilliseconds: 1, isTrusted: true, offsetMilliseconds: 0),
        deviceTime: now)

    static func event(_ sequence: Int64) -> Event {
        Event(
            id: UUID(), stream: UUID(), sequence: sequence, kind: .checkIn, pass: PassID(1), verdict: .welcome,
            means: .wedge, occurredAt: now, clock: status.clock, cache: CacheStamp(cursor: nil, ageMilliseconds: nil),
            program: "test")
    }

    static func json(_ value: some Encodable) throws -> Data { try Wire.encode(value) }

    /// A snapshot's bytes: rows and a true end line.
    static func snapshot(rows: Int) throws -> Data {
        var lines = Data()
        for row in 0..<rows {
            let row = ChangeRow(sequence: Int64(row), change: .passRemoved(PassID(UInt64(row))))
            lines += try json(SnapshotLine.row(row)) + Data("\n".utf8)
        }
        return try lines + end(rows: rows, over: lines)
    }

    /// The end line for rows that were sent as these bytes.
    static func end(rows: Int, over lines: Data) throws -> Data {
        let end = SnapshotEnd(
            cursor: Cursor(epoch: "e1", sequence: 99), count: Int64(rows), digest: digest(lines), serverTime: now)
        return try json(SnapshotLine.end(end)) + Data("\n".utf8)
    }

    static func digest(_ lines: Data) -> String {
        SHA256.hash(data: lines).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    static func pass(hosts: [String], language: String?) -> PassRecord {
        PassRecord(
            id: PassID(0xABC), kind: .period, state: .withdrawn, site: 3, window: now..<now.advanced(by: .seconds(9)),
            appointment: now..<now.advanced(by: .seconds(5)), passcode: "12345678", visitor: "山田 太郎",
            company: "A/B {株}", title: "打合せ", room: "", hosts: hosts.map { HostCard(name: $0, phone: "1") },
            language: language)
    }
}

/// A world whose wall clock stands still.
let stillWorld = World(
    now: { Samples.now }, uptime: World.live.uptime, bootID: { "b" }, randomBytes: World.live.randomBytes)

/// A client over plain HTTP to a server on this machine.
func client(port: UInt16, timeouts: CloudTimeouts = CloudTimeouts()) throws -> CloudClient {
    CloudClient(
        address: try CloudAddress(plainLoopbackPort: port), credential: Samples.credential, timeouts: timeouts,
        world: stillWorld)
}

/// Runs something that blocks on a thread of its own and returns what it returned.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

/// How long something took.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = World.live.uptime()
    try body()
    return (World.live.uptime() - start) / .seconds(1)
}

/// The failure of a call for changes.
func failure(of client: CloudClient, wait: Duration = .zero) -> CloudFailure? {
    do throws(CloudFailure) {
        _ = try client.changes(after: Samples.cursor, limit: 10, wait: wait)
        return nil
    } catch {
        return error
    }
}
