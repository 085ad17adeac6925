import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import TestSupport

/// A kiosk that is enrolled with the real cloud, by its own program.
struct EngineKiosk {
    let program: String
    let configuration: String
    let folder: String

    /// Enrols it.
    init(
        _ name: String, program: String, in scratch: ScratchFolder, with cloud: CloudInstallation,
        at place: (url: String, authority: String)
    ) throws {
        self.program = program
        folder = scratch.file(name)
        configuration = scratch.file("\(name).conf")
        try Data("data_dir = \"\(folder)\"\nscanner.device = \"none\"\n".utf8)
            .write(to: URL(fileURLWithPath: configuration))
        let result = try Command.run([
            program, "enrol", "--url", place.url, "--ca", place.authority, "--code", cloud.enrolmentCode(), "--config",
            configuration,
        ])
        guard result.status == 0 else { throw BenchmarkFailure("The kiosk cannot be enrolled: \(result.err)") }
    }

    /// What a full sync took.
    struct Sync {
        let time: Duration
        /// In MiB.
        let peakMemory: Double
    }

    /// Runs `uketsuke-kiosk sync --once` and watches it.
    func sync() throws -> Sync {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["sync", "--once", "--config", configuration]
        process.standardOutput = FileHandle.nullDevice
        let start = World.live.uptime()
        try process.run()
        var peak = 0.0
        while process.isRunning {
            // The kernel counts it as long as the process is there; between two looks at its end nothing grows.
            if let figures = try? ProcessFigures(of: process.processIdentifier) { peak = max(peak, figures.peakMemory) }
            Thread.sleep(forTimeInterval: 0.01)
        }
        guard process.terminationStatus == 0 else {
            throw BenchmarkFailure("uketsuke-kiosk sync failed; run it by hand.")
        }
        return Sync(time: World.live.uptime() - start, peakMemory: peak)
    }

    /// Bytes of the cache on the disk, once everything in its journal is in it.
    func cacheBytes() throws -> Int {
        try ["cache.sqlite", "cache.sqlite-wal"].reduce(0) { sum, name in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return sum + ((attributes[.size] as? Int) ?? 0)
        }
    }

    /// Opens its store as the running kiosk does, and closes it after `body`.
    ///
    /// - Parameter copy: a copy of the folder to be used instead.
    func withStore<Value>(in copy: String? = nil, _ body: (KioskStore, Enrolment) throws -> Value) throws -> Value {
        let directory = try DataDirectory(path: copy ?? folder)
        let lock = try DataDirectoryLock(directory)
        defer { withExtendedLifetime(lock) {} }
        return try with(directory, lock, .creating, body)
    }

    /// Opens its store to look into, also beside the running kiosk.
    func look<Value>(_ body: (KioskStore) throws -> Value) throws -> Value {
        try with(try DataDirectory(existing: folder), nil, .reading) { store, _ in try body(store) }
    }

    private func with<Value>(
        _ directory: DataDirectory, _ lock: DataDirectoryLock?, _ access: StoreAccess,
        _ body: (KioskStore, Enrolment) throws -> Value
    ) throws -> Value {
        let key = try SealingKey.load(existingIn: directory)
        guard let enrolment = try Enrolment.load(in: directory, key: key) else {
            throw BenchmarkFailure("The kiosk's enrolment is gone; start again.")
        }
        let store = try KioskStore.open(
            at: directory, key: key, enrolment: enrolment, settings: StoreSettings(), lock: lock, access: access, .live)
        return try body(store, enrolment)
    }
}
