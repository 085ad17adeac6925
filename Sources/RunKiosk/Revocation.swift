import Foundation
import Kiosk
import KioskStorage
import Reception
import Synchronization

/// What becomes of the data of a kiosk whose administrator has revoked it: all of it is deleted, whatever is killed
/// meanwhile.
///
/// A mark in the data folder comes first, so that the next start goes on with what a power cut left; it stays until the
/// kiosk is enrolled again, and says why nobody is received here.
final class Revocation: Sendable {
    private let premises: Premises
    private let log: LogFile
    private let hasBegun = Atomic(false)
    private let underWay = DispatchGroup()
    private let lanes = Mutex<(@Sendable () -> Void)?>(nil)

    private static let mark = "revoked"

    init(_ premises: Premises, log: LogFile) {
        self.premises = premises
        self.log = log
    }

    /// Ends the lanes to the cloud; called before anything is deleted.
    var stopLanes: (@Sendable () -> Void)? {
        get { lanes.withLock { $0 } }
        set { lanes.withLock { $0 = newValue } }
    }

    /// Deletes, on a thread of its own, once: a lane cannot wait for its own end.
    func begin() {
        guard !hasBegun.exchange(true, ordering: .acquiringAndReleasing) else { return }
        underWay.enter()
        let thread = Thread { [self] in
            run()
            underWay.leave()
        }
        thread.name = "revocation"
        thread.start()
    }

    /// Waits for what is being deleted; `false` when it has not ended by then, `true` at once when nothing was begun.
    func waitForEnd(upTo time: Duration) -> Bool {
        underWay.wait(timeout: .now() + .milliseconds(Int(time.wholeMilliseconds))) == .success
    }

    private func run() {
        stopLanes?()
        // Whatever of it fails, the rest is done.
        let done = [
            attempt { try Revocation.setMark(in: premises.directory) },
            attempt { try Revocation.wipeNamedKey(premises.configuration) },
            attempt { try premises.store.wipe() },
        ]
        if !done.contains(false) { log.write("revoked", ["done": "what this kiosk held is deleted"], .warning) }
    }

    /// Whether that was done.
    private func attempt(_ step: () throws -> Void) -> Bool {
        do {
            try step()
            return true
        } catch {
            log.write("revoked", ["failure": "\(error)"], .error)
            return false
        }
    }

    // MARK: - At the next start

    static func isMarked(_ directory: DataDirectory) -> Bool {
        FileManager.default.fileExists(atPath: directory.file(mark))
    }

    /// The same of a folder that nothing has opened.
    static func isMarked(in configuration: Configuration) -> Bool {
        FileManager.default.fileExists(atPath: configuration.dataDirectory + "/" + mark)
    }

    static func unmark(_ directory: DataDirectory) {
        try? FileManager.default.removeItem(atPath: directory.file(mark))
    }

    /// Goes on with what a kill has cut; nothing without a mark.
    ///
    /// - Throws: ``StorageFailure`` when something cannot be deleted, or another kiosk runs there.
    static func finish(in configuration: Configuration) throws(StorageFailure) {
        guard isMarked(in: configuration) else { return }
        let directory = try DataDirectory(existing: configuration.dataDirectory)
        let lock = try DataDirectoryLock(directory)
        try wipeNamedKey(configuration)
        try lock.directory.wipe()
    }

    static func setMark(in directory: DataDirectory) throws(StorageFailure) {
        let file = open(directory.file(mark), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0, fsync(file) == 0 else {
            throw StorageFailure(
                reason: .other, description: "The mark \(directory.file(mark)) cannot be written; check the disk.")
        }
        close(file)
    }

    /// Zeroes over the key that the configuration names, where this user may write it: a credential of systemd's is
    /// nowhere on this disk in the clear.
    static func wipeNamedKey(_ configuration: Configuration) throws(StorageFailure) {
        guard !configuration.keyFile.isEmpty else { return }
        let file = open(configuration.keyFile, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return }
        defer { close(file) }
        let zeroes = [UInt8](repeating: 0, count: 32)
        guard pwrite(file, zeroes, zeroes.count, 0) == zeroes.count, fsync(file) == 0, ftruncate(file, 0) == 0 else {
            throw StorageFailure(
                reason: .other, description: "The key \(configuration.keyFile) cannot be overwritten; delete it.")
        }
    }
}
