package import Foundation
package import Reception

/// Whether the events in which staff and settings figure are all there and as their kiosk wrote them: each carries the
/// SHA-256 of the one before it (see ``Event/previous``).
package enum AuditChain {
    /// Judges one stream.
    ///
    /// - Parameters:
    ///   - lines: its chained events, in order of sequence.
    ///   - gap: what it means that one does not follow the one before it, by the numbers between the two.
    package static func check(
        _ lines: [AuditLine], stream: UUID, gap: (_ between: Range<Int64>) throws -> AuditFinding.Kind
    ) rethrows -> AuditReport {
        var report = AuditReport(stream: stream, lines: lines)
        var (last, expected) = (Int64(0), Event.firstLink(of: stream))
        for line in lines {
            let event = line.event
            let finding: AuditFinding.Kind? =
                if line.isAltered {
                    .altered
                } else if event.sequence == last {
                    .doubled
                } else if event.previous == nil {
                    .unchained
                } else if event.previous != expected {
                    try gap(last + 1..<max(event.sequence, last + 1))
                } else {
                    nil
                }
            if let finding { report.findings.append(AuditFinding(event, finding)) }
            (last, expected) = (event.sequence, line.digest)
        }
        return report
    }
}

/// One chained event as it is checked and exported. A walk-in on a visitor's behalf holds personal data.
package struct AuditLine: Codable, Hashable, Sendable {
    package var event: Event
    package var kiosk: UUID
    package var kioskName: String
    package var siteName: String
    package var receivedAt: Instant
    /// By the cloud's clock.
    package var correctedAt: Instant
    /// Lower-case hexadecimal SHA-256 of the event's wire form when it came.
    package var digest: String

    package init(_ recorded: RecordedEvent, digest: Data) {
        event = recorded.event
        kiosk = recorded.kiosk
        kioskName = recorded.kioskName
        siteName = recorded.siteName
        receivedAt = recorded.receivedAt
        correctedAt = recorded.time
        self.digest = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Whether the event is another one than it was when it came.
    var isAltered: Bool { (try? Wire.encode(event)).map(Event.link) != digest }
}

/// What became of one stream's chain.
package struct AuditReport: Codable, Hashable, Sendable {
    package var stream: UUID
    /// The name of the kiosk that sent it last.
    package var kiosk: String
    package var events: Int
    /// When the first and the last of them were; missing when there are none.
    package var from: Instant?
    package var until: Instant?
    package var findings: [AuditFinding]

    init(stream: UUID, lines: [AuditLine]) {
        self.stream = stream
        kiosk = lines.last?.kioskName ?? ""
        events = lines.count
        from = lines.first?.correctedAt
        until = lines.last?.correctedAt
        findings = []
    }
}

/// Something that is wrong with a chain.
package struct AuditFinding: Codable, Hashable, Sendable {
    package var event: UUID
    package var sequence: Int64
    package var kind: Kind

    package enum Kind: String, Codable, Sendable {
        /// The event is not the one that came.
        case altered
        /// It does not follow the one before it, and no event is missing between the two.
        case broken
        /// It does not follow the one before it, and numbers between the two are not on record.
        case missing
        /// It does not follow the one before it: one between the two was kept by a cloud that did not know of chains.
        case older
        /// It is no link of the chain, though it should be.
        case unchained
        /// Its number is another event's too: an old copy of the kiosk's data was put back, or a second machine uses one.
        case doubled
    }

    init(_ event: Event, _ kind: Kind) {
        self.event = event.id
        sequence = event.sequence
        self.kind = kind
    }

    /// A full sentence.
    package var sentence: String {
        switch kind {
        case .altered: "Event \(sequence) was altered after it came."
        case .broken: "Event \(sequence) does not follow the one before it: one of the two was altered or exchanged."
        case .missing: "Events before \(sequence) are missing: not sent yet, set aside at the kiosk, or deleted."
        case .older: "Before event \(sequence) an older release of the cloud kept events without what chains them."
        case .unchained: "Event \(sequence) is not chained: the program that wrote it is not this system's kiosk."
        case .doubled: "Event \(sequence) exists twice: an old copy of the kiosk's data was used."
        }
    }
}
