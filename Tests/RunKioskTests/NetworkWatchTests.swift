import Foundation
import Reception
import Synchronization
import TestSupport
import Testing

@testable import RunKiosk

#if canImport(Glibc)
    import Glibc
#endif

/// The kernel's word on the network, fed through a socket, and once from the kernel itself.
@Suite(.serialized) struct NetworkWatchTests {
    /// What netlink messages say (linux/rtnetlink.h).
    private enum Word {
        static let newLink: UInt16 = 16
        static let deletedLink: UInt16 = 17
        static let newAddress: UInt16 = 20
        static let deletedAddress: UInt16 = 21
        static let newRoute: UInt16 = 24
        /// IFF_UP | IFF_RUNNING.
        static let running: UInt32 = 0x41
        /// IFF_UP: the cable is out.
        static let idle: UInt32 = 0x1
    }

    /// One message as the kernel writes it: header, then as much of `ifinfomsg` as there is.
    private func message(_ type: UInt16, flags: UInt32 = 0) -> [UInt8] {
        func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }
        let body: [UInt8] = [0, 0] + bytes(UInt16(1)) + bytes(Int32(2)) + bytes(flags) + bytes(UInt32.max)
        let header =
            bytes(UInt32(16 + body.count)) + bytes(type) + bytes(UInt16(0)) + bytes(UInt32(0)) + bytes(UInt32(0))
        return header + body
    }

    /// How often the watch reports these datagrams, sent at once.
    private func reports(of datagrams: [[UInt8]], within time: Duration = .seconds(1)) async throws -> Int {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &ends) == 0)
        defer { close(ends[1]) }
        for datagram in datagrams { try #require(send(ends[1], datagram, datagram.count, 0) == datagram.count) }
        let watch = try #require(NetworkWatch(descriptor: ends[0]))
        let count = Mutex(0)
        watch.start { count.withLock { $0 += 1 } }
        defer { watch.stop() }
        let end = World.live.uptime() + time
        while World.live.uptime() < end, count.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        try await Task.sleep(for: .milliseconds(100))
        return count.withLock { $0 }
    }

    @Test func `an address, a route and a link that runs may be the network's return`() async throws {
        for word in [
            message(Word.newAddress), message(Word.newRoute), message(Word.newLink, flags: Word.running),
        ] {
            #expect(try await reports(of: [word], within: .seconds(20)) == 1)
        }
    }

    @Test func `what goes away, and a link without a cable, are not`() async throws {
        let words = [
            message(Word.deletedAddress), message(Word.deletedLink), message(Word.newLink, flags: Word.idle),
        ]
        #expect(try await reports(of: words) == 0)
    }

    @Test func `a burst is one report`() async throws {
        let burst = Array(repeating: message(Word.newAddress), count: 5)
        #expect(try await reports(of: burst, within: .seconds(20)) == 1)
    }

    @Test func `several messages in one piece are all read`() async throws {
        let piece = message(Word.newLink, flags: Word.idle) + message(Word.newLink, flags: Word.running)
        #expect(try await reports(of: [piece], within: .seconds(20)) == 1)
    }

    @Test func `garbage is passed over`() async throws {
        let whole = message(Word.newLink, flags: Word.running)
        let wrong = (1..<whole.count).map { Array(whole.prefix($0)) } + [Array(repeating: 0xFF, count: 4096)]
        #expect(try await reports(of: wrong.filter { $0.count < 32 } + [wrong.last ?? []]) == 0)
    }

    @Test func `the kernel can be asked, and a watch ends when it is told`() throws {
        // A sandbox may forbid it: then the lanes' probes must do.
        guard let watch = NetworkWatch.open() else { return }
        watch.start {}
        let start = World.live.uptime()
        watch.stop()
        #expect(World.live.uptime() - start < .seconds(3))
    }
}
