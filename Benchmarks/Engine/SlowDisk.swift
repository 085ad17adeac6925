import Foundation

/// The fault shim of the tests, by which a disk takes longer to flush; `make bench-engine` loads it before this program.
struct SlowDisk {
    private let control: String
    private let folder: String

    /// `nil` where the shim is not loaded.
    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard environment["LD_PRELOAD"] != nil, let control = environment["DISK_FAULT"],
            let folder = environment["DISK_FAULT_FOLDER"]
        else { return nil }
        self.control = control
        self.folder = folder
    }

    /// Whether files of that folder are slowed.
    func reaches(_ path: String) -> Bool { URL(fileURLWithPath: path).path.hasPrefix(folder) }

    /// Runs `body` while each flush takes so many milliseconds more.
    func slowed<Value>(by milliseconds: Int, _ body: () throws -> Value) throws -> Value {
        try Data("slow \(milliseconds)".utf8).write(to: URL(fileURLWithPath: control))
        defer { try? FileManager.default.removeItem(atPath: control) }
        return try body()
    }
}
