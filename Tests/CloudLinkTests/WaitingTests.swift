import Foundation
import Kiosk
import Reception
import Synchronization
import TestSupport
import Testing

@testable import CloudLink

/// No call outlasts its time, and no call outlasts the program.
struct WaitingTests {
    @Test func `a server that accepts and never replies times out, and the next call goes on`() throws {
        let bytes = RawResponder.http(200, try Samples.json(Samples.page))
        let turn = Turn()
        let responder = try RawResponder { _ in turn.next() == 0 ? .silence : .answer(bytes) }
        let client = try client(port: responder.port, timeouts: CloudTimeouts(total: .milliseconds(300)))
        let took = seconds { #expect(failure(of: client) == .timedOut) }
        #expect((0.25..<1).contains(took))
        #expect(failure(of: client) == nil)
    }

    @Test func `a long poll may take as long as it asked for, and no longer`() throws {
        let bytes = RawResponder.http(200, try Samples.json(Samples.page))
        let late = try RawResponder { _ in .drip([Data(), bytes], pause: .milliseconds(700)) }
        let timeouts = CloudTimeouts(total: .milliseconds(300))
        #expect(failure(of: try client(port: late.port, timeouts: timeouts), wait: .seconds(1)) == nil)
        let never = try RawResponder { _ in .silence }
        let client = try client(port: never.port, timeouts: timeouts)
        let took = seconds { #expect(failure(of: client, wait: .seconds(1)) == .timedOut) }
        #expect((1.2..<2).contains(took))
    }

    @Test func `a port where nobody listens is unreachable at once`() throws {
        let client = try client(port: try LoopbackSocket.freePort())
        let took = seconds {
            guard case .unreachable(let why) = failure(of: client) else {
                Issue.record("somebody answered")
                return
            }
            #expect(why.contains("connect"))
        }
        #expect(took < 10)
    }

    @Test func `cancel ends a blocked call promptly and every later one at once`() async throws {
        let responder = try RawResponder { _ in .silence }
        let client = try client(port: responder.port)
        let cancelled = cancelSoon(client, after: responder)
        let (failed, ended) = await onThread { (failure(of: client, wait: .seconds(30)), World.live.uptime()) }
        #expect(failed == .interrupted)
        // The call itself would go on for half a minute.
        #expect(ended - cancelled.withLock { $0 } < .seconds(5))
        let later = seconds { #expect(failure(of: client) == .interrupted) }
        #expect(later < 5)
        #expect(responder.requests.count == 1)
    }

    /// Cancels from a thread of its own, a moment after the responder has the request; returns when that was.
    private func cancelSoon(_ client: CloudClient, after responder: RawResponder) -> Instants {
        let instants = Instants(.zero)
        Thread.detachNewThread {
            while responder.requests.isEmpty { Thread.sleep(forTimeInterval: 0.005) }
            Thread.sleep(forTimeInterval: 0.3)
            instants.withLock { $0 = World.live.uptime() }
            client.cancel()
        }
        return instants
    }

    @Test func `a client that was cancelled before its first call never connects`() throws {
        let responder = try RawResponder { _ in .silence }
        let client = try client(port: responder.port)
        client.cancel()
        #expect(failure(of: client) == .interrupted)
        #expect(responder.connections == 0)
    }

    /// However quickly it came before.
    @Test func `a snapshot that stands still is given up in time`() async throws {
        let begun = RawResponder.http(
            200, type: "application/x-ndjson", headers: [], try Samples.snapshot(rows: 5000)
        ).dropLast(300)
        let responder = try RawResponder { _ in .drip([begun, Data()], pause: .seconds(20)) }
        let client = try client(port: responder.port, timeouts: CloudTimeouts(total: .seconds(1)))
        let (outcome, time) = await onThread {
            let start = World.live.uptime()
            do throws(CloudFailure) {
                try client.snapshot { _ in }
                return (CloudFailure?.none, World.live.uptime() - start)
            } catch {
                return (error, World.live.uptime() - start)
            }
        }
        #expect(outcome == .timedOut)
        #expect(time > .seconds(1) && time < .seconds(6))
    }

    @Test func `cancel ends a snapshot that stands still`() async throws {
        let head = Data("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 99\r\n\r\n{".utf8)
        let responder = try RawResponder { _ in .drip([head, Data()], pause: .seconds(20)) }
        let client = try client(port: responder.port)
        async let outcome: CloudFailure? = onThread {
            do throws(CloudFailure) {
                try client.snapshot { _ in }
                return nil
            } catch {
                return error
            }
        }
        _ = cancelSoon(client, after: responder)
        #expect(await outcome == .interrupted)
    }
}

/// A moment that one thread notes and another reads.
private final class Instants: Sendable {
    private let moment: Mutex<Duration>

    init(_ moment: Duration) { self.moment = Mutex(moment) }

    func withLock<Value>(_ body: (inout Duration) -> Value) -> Value {
        moment.withLock { moment in body(&moment) }
    }
}
