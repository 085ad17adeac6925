import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import CloudLink

#if canImport(Glibc)
    import Glibc
#endif

/// The client behind a network that goes bad and good again; also what other tests rely on in ``FaultProxy``.
struct FaultTests {
    private let responder: RawResponder
    private let proxy: FaultProxy
    private let client: CloudClient

    init() throws {
        let bytes = RawResponder.http(200, try Samples.json(Samples.page))
        responder = try RawResponder { _ in .answer(bytes) }
        proxy = try FaultProxy(to: responder.port)
        client = try CloudLinkTests.client(port: proxy.port, timeouts: CloudTimeouts(total: .milliseconds(400)))
    }

    @Test func `a proxy that passes is not noticed`() throws {
        for _ in 0..<3 { #expect(failure(of: client) == nil) }
        #expect(proxy.accepted == 1)
        #expect(proxy.standing == 1)
    }

    @Test func `a refusing network is unreachable until it comes back on the same port`() throws {
        #expect(failure(of: client) == nil)
        proxy.setMode(.refuse)
        #expect(failure(of: client) == nil, "the connection that stands is left alone")
        proxy.closeConnections()
        for _ in 0..<3 {
            guard case .unreachable = failure(of: client) else {
                Issue.record("a refused connection went unnoticed")
                return
            }
        }
        #expect(!LoopbackSocket.isOpen(port: proxy.port))
        proxy.setMode(.pass)
        #expect(failure(of: client) == nil)
    }

    @Test func `a stalled network times out, on a standing connection and on a new one`() throws {
        #expect(failure(of: client) == nil)
        proxy.setMode(.stall)
        #expect(failure(of: client) == .timedOut)
        #expect(failure(of: client) == .timedOut)
        proxy.setMode(.pass)
        #expect(failure(of: client) == nil)
    }

    @Test func `an answer cut on its way is a failure, though the request has arrived`() throws {
        for bytes in [0, 1, 20, 80, 120] {
            proxy.setMode(.cut(afterBytes: bytes))
            let before = responder.requests.count
            #expect(failure(of: client) != nil, "cut after \(bytes) bytes")
            #expect(responder.requests.count > before)
            proxy.setMode(.pass)
            #expect(failure(of: client) == nil)
        }
    }

    @Test func `a server that hangs up during an upload is unreachable`() throws {
        let (listener, port) = try LoopbackSocket.listen()
        Thread.detachNewThread {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                _ = LoopbackSocket.read(connection)
                LoopbackSocket.reset(connection)
            }
            close(listener)
        }
        defer { LoopbackSocket.shutDown(listener) }
        var event = Samples.event(1)
        event.program = String(repeating: "x", count: 8_000_000)
        let client = try CloudLinkTests.client(port: port)
        for _ in 0..<5 {
            let failure = #expect(throws: CloudFailure.self) { try client.send(EventBatch(events: [event])) }
            #expect(failure?.isUnreachable == true)
        }
    }

    @Test func `what vanishes on its way times out, whichever way it went`() throws {
        for direction in [FaultProxy.Direction.requests, .answers] {
            let before = responder.requests.count
            proxy.setMode(.drop(direction))
            #expect(failure(of: client) == .timedOut)
            #expect(responder.requests.count == before + (direction == .answers ? 1 : 0))
            proxy.setMode(.pass)
            proxy.closeConnections()
            #expect(failure(of: client) == nil)
        }
    }

    @Test func `a request cut on its way never arrives whole`() throws {
        let before = responder.requests.count
        for bytes in [0, 1, 30] {
            proxy.setMode(.cut(afterBytes: bytes, of: .requests))
            #expect(failure(of: client) != nil)
        }
        #expect(responder.requests.count == before)
        proxy.setMode(.pass)
        #expect(failure(of: client) == nil)
    }

    @Test func `a reset connection is unreachable, a standing one and a new one`() throws {
        #expect(failure(of: client) == nil)
        proxy.setMode(.reset)
        for _ in 0..<2 {
            guard case .unreachable = failure(of: client) else {
                Issue.record("a reset went unnoticed")
                return
            }
        }
        proxy.setMode(.pass)
        #expect(failure(of: client) == nil)
    }

    @Test func `the client sees a reset as one`() throws {
        proxy.setMode(.reset)
        let descriptor = try LoopbackSocket.connect(port: proxy.port)
        defer { close(descriptor) }
        LoopbackSocket.write(descriptor, Data("GET / HTTP/1.1\r\n".utf8))
        var byte: UInt8 = 0
        #expect(recv(descriptor, &byte, 1, 0) == -1)
        #expect(errno == ECONNRESET)
    }

    @Test func `a throttled network takes its time, and one that is too slow times out`() throws {
        proxy.setMode(.throttle(bytesPerSecond: 4000))
        let took = seconds { #expect(failure(of: client) == nil) }
        #expect(took >= 0.05)
        proxy.setMode(.throttle(bytesPerSecond: 100))
        #expect(failure(of: client) == .timedOut)
    }

    @Test func `another server in the cloud's place answers at the cloud's address`() throws {
        let impostor = try RawResponder { _ in .answer(RawResponder.http(500, Data())) }
        #expect(failure(of: client) == nil)
        proxy.lead(to: impostor.port)
        #expect(failure(of: client) == nil, "the connection that stands is left alone")
        proxy.closeConnections()
        #expect(failure(of: client) == .unexpected(status: 500))
        proxy.lead(to: responder.port)
        proxy.closeConnections()
        #expect(failure(of: client) == nil)
    }

    @Test func `a slow network only delays`() throws {
        proxy.setMode(.delay(.milliseconds(100)))
        let took = seconds { #expect(failure(of: client) == nil) }
        #expect(took >= 0.2)
    }
}
