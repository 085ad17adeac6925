/// One row of the change feed: something is so now, or is no more.
package struct ChangeRow: Codable, Hashable, Sendable {
    /// Its place in the cloud's commit order.
    package var sequence: Int64
    package var change: Change

    package init(sequence: Int64, change: Change) {
        self.sequence = sequence
        self.change = change
    }
}

/// The new state of one thing a kiosk keeps in its cache.
package enum Change: Hashable, Sendable {
    case pass(PassRecord)
    /// A tombstone: the pass's row is gone (purged, or moved to another tenant); what is left of it is to be deleted.
    case passRemoved(PassID)
    /// Where the pass stands by all visits the cloud has seen, at whatever kiosk; no state when it never came in.
    case visit(pass: PassID, state: VisitState?)
    case site(SiteCard)
    case key(SigningKey)
    /// Something that a newer cloud tells and this kiosk does not know: its place in the feed counts, nothing else does,
    /// so that an older kiosk is not stopped by it.
    case unknown
}

extension Change: Codable {
    /// What is known, one key per kind.
    private enum CodingKeys: String, CodingKey {
        case pass, passRemoved, visit, site, key
    }

    private struct Visit: Codable {
        var pass: PassID
        var state: VisitState?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch container.allKeys.first {
        case .pass: self = .pass(try container.decode(PassRecord.self, forKey: .pass))
        case .passRemoved: self = .passRemoved(try container.decode(PassID.self, forKey: .passRemoved))
        case .visit:
            let visit = try container.decode(Visit.self, forKey: .visit)
            self = .visit(pass: visit.pass, state: visit.state)
        case .site: self = .site(try container.decode(SiteCard.self, forKey: .site))
        case .key: self = .key(try container.decode(SigningKey.self, forKey: .key))
        case nil: self = .unknown
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .pass(let pass): try container.encode(pass, forKey: .pass)
        case .passRemoved(let pass): try container.encode(pass, forKey: .passRemoved)
        case .visit(let pass, let state): try container.encode(Visit(pass: pass, state: state), forKey: .visit)
        case .site(let site): try container.encode(site, forKey: .site)
        case .key(let key): try container.encode(key, forKey: .key)
        case .unknown: break
        }
    }
}

/// `GET /v1/kiosk/changes?epoch&after&limit&wait`: the answer. 410 when `epoch` or `after` is not in the feed.
package struct ChangesPage: Codable, Hashable, Sendable {
    /// In order of sequence; each thing at most once, in its newest state.
    package var changes: [ChangeRow]
    /// Where to go on from. Ahead of the last row when later changes did not concern this kiosk.
    package var cursor: Cursor
    /// Whether more changes are waiting already.
    package var hasMore: Bool
    package var serverTime: Instant

    package init(changes: [ChangeRow], cursor: Cursor, hasMore: Bool, serverTime: Instant) {
        self.changes = changes
        self.cursor = cursor
        self.hasMore = hasMore
        self.serverTime = serverTime
    }
}

/// One line of `GET /v1/kiosk/snapshot` (gzip NDJSON): rows, then one end line.
package enum SnapshotLine: Codable, Hashable, Sendable {
    case row(ChangeRow)
    case end(SnapshotEnd)
}

/// What a snapshot must amount to; a cut one has no end line.
package struct SnapshotEnd: Codable, Hashable, Sendable {
    package var cursor: Cursor
    /// Row lines before this one.
    package var count: Int64
    /// Lower-case hexadecimal SHA-256 of those lines as sent, each with its newline.
    package var digest: String
    package var serverTime: Instant

    package init(cursor: Cursor, count: Int64, digest: String, serverTime: Instant) {
        self.cursor = cursor
        self.count = count
        self.digest = digest
        self.serverTime = serverTime
    }
}
