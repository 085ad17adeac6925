import Foundation
import Kiosk
import Reception

/// The kiosk's log: JSON lines with a time, an event and a few facts, never personal data.
///
/// Libraries' own chatter on descriptor 2 is led into the same file while the screen is open.
final class LogFile: Sendable {
    /// Open for appending as long as the value lives.
    let descriptor: Int32

    /// - Throws: ``StorageFailure`` when the file cannot be written.
    init(path: String) throws(StorageFailure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure(
                reason: .other, description: "The log \(path) cannot be written; check the folder and the disk.")
        }
    }

    deinit { close(descriptor) }

    /// Writes one line. A log that fails is no reason to turn a visitor away.
    func write(_ event: String, _ facts: [String: String]) {
        let line = facts.merging(["event": event, "time": World.live.now().rfc3339]) { fact, _ in fact }
        guard var bytes = try? Wire.encode(line) else { return }
        bytes.append(10)
        bytes.withUnsafeBytes { _ = Foundation.write(descriptor, $0.baseAddress, $0.count) }
    }
}
