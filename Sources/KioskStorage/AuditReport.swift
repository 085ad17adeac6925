package import Kiosk

/// What ``KioskStore/audit()`` found of the chain of staff's deeds on this machine.
package struct AuditReport: Hashable, Sendable {
    /// How many outboxes' chains there are; a kiosk that was repaired has more than one.
    package var streams = 0
    /// Links whose event is here and was read.
    package var checked = 0
    /// Links whose event the cloud has had and this kiosk has purged.
    package var purged = 0
    /// What does not hold, in order; empty when all does.
    package var faults: [AuditFault] = []
}

/// A place where the chain does not hold.
package struct AuditFault: Hashable, Sendable, CustomStringConvertible {
    package var stream: String
    package var sequence: Int64
    package var what: What

    package enum What: Hashable, Sendable {
        /// Its event is another one than was recorded.
        case altered
        /// Its event is gone, and was not purged.
        case missing
        /// It does not name the link before it, or is no link at all.
        case unlinked
        /// Its event does not open with this kiosk's key.
        case unreadable
    }

    /// A full sentence.
    package var description: String {
        let event = "Event \(sequence) of stream \(stream.lowercased())"
        return switch what {
        case .altered: "\(event) is not as it was recorded."
        case .missing: "\(event) was recorded and is gone, though no purge took it."
        case .unlinked: "\(event) does not follow the staff event before it."
        case .unreadable: "\(event) cannot be opened with this kiosk's key."
        }
    }
}

extension KioskStore {
    /// Checks the chain of what staff did and of how the machine was administered; also beside the running kiosk.
    package func audit() throws(StorageFailure) -> AuditReport {
        try outbox.use { try $0.read { try $0.audit() } }
    }
}
