import Foundation
import Reception
import TestSupport
import Testing

/// The kiosk's disk fails while it runs, and comes back.
extension EndToEnd {
    @Suite struct DiskFaultTests {
        /// A fault that keeps the kiosk from recording, and what staff read.
        struct Fault: CustomTestStringConvertible {
            let word: String
            let sentence: String
            var testDescription: String { word }
        }

        static let faults = [
            Fault(word: "full", sentence: "ディスクが満杯です"), Fault(word: "readonly", sentence: "ディスクが読取専用です"),
            Fault(word: "write-error", sentence: "ディスクの故障かもしれません"),
            Fault(word: "sync-error", sentence: "ディスクの故障かもしれません"),
        ]

        /// More than the journal has room for on a disk that is full.
        private static let visitors = 40

        private func openKiosk(_ place: Installation, _ disk: FaultyDisk, passes: Int) async throws -> TerminalScreen {
            let kiosk = try await place.openKiosk(environment: disk.environment)
            try await kiosk.wait(for: "オンライン")
            try await eventually("the kiosk knows \(passes) passes") { try place.status().passes >= passes }
            return kiosk
        }

        @Test(arguments: faults)
        func `nobody is welcomed who cannot be recorded, staff read why, and it goes on by itself`(fault: Fault)
            async throws
        {
            let place = try await Installation()
            let disk = try FaultyDisk(below: place.kioskData)
            let appointment = try place.appointment(visitors: (0..<Self.visitors).map { "青空商事;客\($0);" })
            let kiosk = try await openKiosk(place, disk, passes: Self.visitors)
            var welcomed: [String] = []
            var number = 0
            /// Shows the next code; whether it was welcomed.
            func present() async throws -> Bool {
                let name = "客\(number)"
                try kiosk.type(appointment.visitors[number].token)
                try await eventually("\(name) is answered") {
                    let screen = try kiosk.screen()
                    return screen.contains("\(name) 様") || screen.contains("係員へお知らせください")
                }
                guard try kiosk.screen().contains("\(name) 様") else { return false }
                welcomed.append(name)
                number += 1
                try kiosk.press("Escape")
                try await kiosk.wait(for: "QR コードがない方は")
                return true
            }
            #expect(try await present())
            try disk.set(fault.word)
            while try await present() { try #require(number < Self.visitors - 1, "the fault is never met") }
            let screen = try await kiosk.wait(for: fault.sentence)
            #expect(screen.contains("記録できません") && screen.contains("係員へお知らせください"))
            try kiosk.press("Escape")
            try await kiosk.wait(for: "QR コードがない方は")
            try kiosk.press("l")
            try await kiosk.wait(for: "Cannot record: ")
            // Through the other languages.
            for _ in 0..<3 { try kiosk.press("l") }
            try await kiosk.wait(for: "ようこそ")
            try disk.set("none")
            // The very visitor who was turned away.
            #expect(try await present())
            #expect(try await present())
            #expect(try !kiosk.screen().contains(fault.sentence))
            try await place.waitForEmptyQueue()
            #expect(try place.visits().map(\.visitor).sorted() == welcomed.sorted())
            #expect(try place.status().damagedOutboxes.isEmpty)
        }

        @Test func `a disk that takes four seconds for each flush leaves the screen alive, and the visitor is served`()
            async throws
        {
            let place = try await Installation()
            let disk = try FaultyDisk(below: place.kioskData)
            let appointment = try place.appointment()
            let kiosk = try await openKiosk(place, disk, passes: 1)
            try disk.set("slow 4000")
            try kiosk.type(appointment.token)
            try await Task.sleep(for: .milliseconds(300))
            try kiosk.press("l")
            try await kiosk.wait(for: "Online", within: .seconds(3))
            #expect(try !kiosk.screen().contains("山田 太郎"))
            try await kiosk.wait(for: "山田 太郎", within: .seconds(40))
            try disk.set("none")
            try await place.waitForEmptyQueue(within: .seconds(60))
            #expect(try place.visits().count == 1)
        }

        @Test func `an outbox that is destroyed while the kiosk runs stops nobody, and staff are told`() async throws {
            let place = try await Installation()
            let appointment = try place.appointment(visitors: (0..<3).map { "青空商事;客\($0);" })
            let disk = try FaultyDisk(below: place.kioskData)
            var kiosk = try await openKiosk(place, disk, passes: 3)
            try kiosk.type(appointment.visitors[0].token)
            try await kiosk.wait(for: "客0 様")
            try await place.waitForEmptyQueue()
            // The journal, too: it holds the pages as well.
            for name in ["outbox.sqlite", "outbox.sqlite-wal"] {
                let file = try FileHandle(forUpdating: URL(fileURLWithPath: place.kioskData + "/" + name))
                try file.write(contentsOf: Data(repeating: 0xA5, count: 1_000_000))
                try file.close()
            }
            try kiosk.type(appointment.visitors[1].token)
            try await kiosk.wait(for: "客1 様")
            try await eventually("the cloud knows of it") { try place.visits().count == 2 }
            // SQLite may have had all it needed in memory; then it is met at the next start.
            if try place.damagedOutboxes().isEmpty {
                try kiosk.press("C-q")
                #expect(try await kiosk.waitForEnd() == 0)
                kiosk = try await place.openKiosk(environment: disk.environment)
            }
            try await kiosk.wait(for: "送信箱が破損")
            try kiosk.type(appointment.visitors[2].token)
            try await kiosk.wait(for: "客2 様")
            try await place.waitForEmptyQueue()
            #expect(try place.visits().map(\.visitor).sorted() == ["客0", "客1", "客2"])
            #expect(try place.damagedOutboxes().count == 1)
        }

        @Test func `on a read-only disk the kiosk says so and does not start, and status and doctor work`() async throws
        {
            let place = try await Installation()
            let disk = try FaultyDisk(below: place.kioskData)
            try disk.set("readonly")
            let run = try place.kiosk(["run"], disk)
            #expect(run.status == 74 && run.err.contains("read-only"), "\(run.status) \(run.err)")
            #expect(run.err.split(separator: "\n").count == 1)
            let status = try place.kiosk(["status"], disk)
            #expect(status.status == 0 && status.out.contains("read-only"), "\(status.err) \(status.out)")
            let doctor = try place.kiosk(["doctor"], disk)
            #expect(doctor.status == 1, "\(doctor.err)")
            #expect(doctor.out.contains("BAD   disk") && doctor.out.contains("read-only"), "\(doctor.out)")
            try disk.set("none")
            let kiosk = try await place.openKiosk(environment: disk.environment)
            try await kiosk.wait(for: "オンライン")
        }

        @Test func `on a full disk kiosk, status and doctor say so, and it starts when there is room`() async throws {
            let place = try await Installation()
            let disk = try FaultyDisk(below: place.kioskData)
            try disk.set("full")
            for command in ["run", "status"] {
                let result = try place.kiosk([command], disk)
                #expect(
                    result.status == 74 && result.err.contains("no space is left"), "\(result.status) \(result.err)")
                #expect(result.err.split(separator: "\n").count == 1)
            }
            let doctor = try place.kiosk(["doctor"], disk)
            #expect(doctor.status == 1 && doctor.out.contains("BAD   disk         The disk is full"), "\(doctor.out)")
            try disk.set("none")
            let kiosk = try await place.openKiosk(environment: disk.environment)
            try await kiosk.wait(for: "オンライン")
            try disk.set("full")
            let status = try place.kiosk(["status"], disk)
            #expect(status.status == 0 && status.out.contains("Disk       full"), "\(status.err) \(status.out)")
        }
    }
}

/// The disk below a folder of programs that are started with ``environment``, which fails as a test tells it
/// (`Tests/FaultShim/Disk.c`).
private final class FaultyDisk {
    let environment: [String: String]
    private let folder: TemporaryDirectory

    init(below path: String) throws {
        folder = try TemporaryDirectory()
        environment = [
            "LD_PRELOAD": Command.built("libfault-shim.so"), "DISK_FAULT_FOLDER": path,
            "DISK_FAULT": folder.file("fault"),
        ]
        try set("none")
    }

    /// Sets what the disk does from now on.
    func set(_ word: String) throws {
        let next = try folder.write(Data("\(word)\n".utf8), to: "next")
        guard rename(next, folder.file("fault")) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}

extension Installation {
    /// What the kiosk has set aside.
    fileprivate func damagedOutboxes() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: kioskData).filter {
            $0.hasPrefix("outbox.sqlite.damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
        }
    }

    /// Runs a command of `uketsuke-kiosk` on a faulty disk.
    fileprivate func kiosk(_ arguments: [String], _ disk: FaultyDisk) throws -> Command.Result {
        try Command.run(
            [Command.built("uketsuke-kiosk")] + arguments + ["--config", configuration], environment: disk.environment)
    }
}
