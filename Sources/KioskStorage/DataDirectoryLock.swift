import Foundation
package import Kiosk

/// The right to run the kiosk on a data folder, to repair its files and to begin new ones; one process has it at a time.
///
/// Kept as long as the value lives; the kernel takes it back when the process ends, so a crash leaves no stale lock.
package final class DataDirectoryLock: Sendable {
    /// The folder it is for.
    package let directory: DataDirectory
    private let lock: AdvisoryLock

    /// - Throws: ``StorageFailure`` with reason `.locked` and a sentence for the terminal when another process has it.
    package init(_ directory: DataDirectory) throws(StorageFailure) {
        let path = directory.file("kiosk.lock")
        guard let lock = try AdvisoryLock(path: path) else {
            let holder = Int32((try? String(contentsOfFile: path, encoding: .utf8))?.dropLast() ?? "")
            let named = holder.map { "Another uketsuke-kiosk (process \($0))" } ?? "Another uketsuke-kiosk"
            throw StorageFailure(
                reason: .locked,
                description: "\(named) is using \(directory.path); end it first, or give this one its own data_dir.")
        }
        lock.sign()
        self.lock = lock
        self.directory = directory
    }
}
