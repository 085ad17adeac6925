import Foundation
import Kiosk
import KioskStorage
import Reception
import TestSupport
import Testing

@testable import RunKiosk

/// What the running program gives up, says to systemd, and keeps in its log.
@Suite struct LockdownTests {
    private static func configuration(_ folder: TemporaryDirectory, _ more: String = "") throws -> String {
        let text = """
            data_dir = "\(folder.file("data"))"
            language = "en"
            [scanner]
            device = "none"
            \(more)
            """
        return try folder.write(Data(text.utf8), to: "kiosk.conf")
    }

    @Test func `a running kiosk dumps no core and lets nobody but root look into its memory`() async throws {
        let folder = try TemporaryDirectory()
        let pidFile = folder.file("pid")
        let configuration = try Self.configuration(folder)
        let program = Command.built("uketsuke-kiosk")
        let terminal = try TerminalScreen(
            ["sh", "-c", "echo $$ >'\(pidFile)'; exec '\(program)' run --config '\(configuration)'"])
        defer { terminal.close() }
        try await terminal.wait(until: "the call key") { $0.contains("C") }
        let pid = try String(contentsOfFile: pidFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let limits = try String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8)
        let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(core.split(whereSeparator: \.isWhitespace).dropFirst(4).prefix(2) == ["0", "0"])
        // A process that may be looked into belongs to its user; one that may not, to root, in a group of root's.
        let sample = try FileManager.default.attributesOfItem(atPath: "/proc/\(pid)/mem")
        #expect(sample[.ownerAccountID] as? Int == 0)
    }

    @Test func `variables that nothing needs are gone and what the terminal needs stays`() throws {
        #expect(Lockdown.environment.contains("TERM") && Lockdown.environment.contains("NOTIFY_SOCKET"))
        #expect(!Lockdown.environment.contains { $0.hasPrefix("LD_") || $0 == "*" })
    }

    @Test func `systemd hears that the kiosk is ready, alive while its lanes come round, and ends`() throws {
        let folder = try TemporaryDirectory()
        let address = folder.file("notify")
        let socket = try ListeningSocket(address)
        let lane = try Lane(name: "stuck")
        defer { lane.stop() }
        let notice = ServiceNotice(
            environment: ["NOTIFY_SOCKET": address, "WATCHDOG_USEC": "3000"],
            lanes: [.init(lane: lane, longest: .milliseconds(50))], .live)
        notice.ready()
        #expect(socket.next()?.hasPrefix("READY=1") == true)
        #expect(socket.next() == "WATCHDOG=1")
        usleep(5_000)
        notice.signOfLife()
        #expect(socket.next() == "WATCHDOG=1")
        let gate = DispatchSemaphore(value: 0)
        lane.start {
            gate.wait()
            return .upTo(.seconds(60))
        }
        usleep(120_000)
        notice.signOfLife()
        #expect(socket.next() == nil, "a stuck lane must keep the sign of life back")
        gate.signal()
        notice.stopping()
        #expect(socket.next() == "STOPPING=1")
    }

    @Test func `nobody is told anything where no service manager listens`() {
        let notice = ServiceNotice(environment: ["WATCHDOG_USEC": "3000"], lanes: [], .live)
        notice.ready()
        #expect(notice.longestRest == .seconds(3600))
    }

    @Test func `a watchdog that is meant for another process is not ours`() {
        let notice = ServiceNotice(
            environment: ["NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "3000", "WATCHDOG_PID": "1"], lanes: [], .live)
        #expect(notice.longestRest == .seconds(3600))
    }

    @Test func `the log turns over at its size and keeps so many copies`() throws {
        let folder = try TemporaryDirectory()
        let log = try LogFile(path: folder.file("kiosk.log"), .init(megabytes: 1, copies: 2))
        let filler = String(repeating: "x", count: 10_000)
        for number in 0..<420 { log.write("fill", ["number": String(number), "text": filler]) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["kiosk.log", "kiosk.log.1", "kiosk.log.2"])
        for name in names {
            let size = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.size] as? Int
            #expect((size ?? .max) < 1_100_000)
        }
        let last = try String(contentsOfFile: folder.file("kiosk.log.1"), encoding: .utf8)
        #expect(last.hasPrefix("{") && last.hasSuffix("}\n"))
    }

    @Test func `a level leaves out what matters less, and each line says how much it matters`() throws {
        let folder = try TemporaryDirectory()
        let log = try LogFile(path: folder.file("kiosk.log"), .init(level: .warning))
        log.write("started", [:])
        log.write("tidy", ["failure": "the disk is full"])
        let text = try String(contentsOfFile: folder.file("kiosk.log"), encoding: .utf8)
        #expect(!text.contains("started") && text.contains(#""level":"warning""#))
    }
}

/// A datagram socket as systemd's.
private final class ListeningSocket {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard path.utf8.count < place.count else { return false }
            place.copyBytes(from: path.utf8)
            return true
        }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(fits && bound == 0)
    }

    deinit { close(descriptor) }

    func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
