package import Foundation

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
    case host(HostRecord)
    /// A tombstone: the host has left.
    case hostRemoved(UUID)
    case department(DepartmentRecord)
    /// A tombstone: the department is gone, or nobody is in it any more.
    case departmentRemoved(UUID)
    /// What the site's kiosks show and offer.
    case layout(KioskLayout)
    /// Who may open the staff console.
    case staff(StaffRecord)
    /// A tombstone: they may no longer.
    case staffRemoved(UUID)
    /// More about who is inside; no card when there is nothing to add to the pass and its visit.
    case inside(pass: PassID, card: InsideCard?)
    /// News for the screen; nothing that a cache keeps.
    case reply(Reply)
    /// Something that a newer cloud tells and this kiosk does not know: its place in the feed counts, nothing else does,
    /// so that an older kiosk is not stopped by it.
    case unknown
}

extension Change: Codable {
    /// What is known, one key per kind.
    private enum CodingKeys: String, CodingKey {
        case pass, passRemoved, visit, site, key, host, hostRemoved, department, departmentRemoved, layout, reply,
            staff, staffRemoved, inside
    }

    private struct Inside: Codable {
        var pass: PassID
        var card: InsideCard?
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
        case .host: self = Change.known(HostRecord.self, .host, in: container).map(Change.host) ?? .unknown
        case .hostRemoved: self = .hostRemoved(try container.decode(UUID.self, forKey: .hostRemoved))
        case .department:
            self = Change.known(DepartmentRecord.self, .department, in: container).map(Change.department) ?? .unknown
        case .departmentRemoved:
            self = .departmentRemoved(try container.decode(UUID.self, forKey: .departmentRemoved))
        case .staff: self = Change.known(StaffRecord.self, .staff, in: container).map(Change.staff) ?? .unknown
        case .staffRemoved: self = .staffRemoved(try container.decode(UUID.self, forKey: .staffRemoved))
        case .inside:
            let inside = try container.decode(Inside.self, forKey: .inside)
            self = .inside(pass: inside.pass, card: inside.card)
        case .layout: self = Change.known(KioskLayout.self, .layout, in: container).map(Change.layout) ?? .unknown
        case .reply: self = Change.known(Reply.self, .reply, in: container).map(Change.reply) ?? .unknown
        case nil: self = .unknown
        }
    }

    /// What a newer cloud says in words that are not known here, such as another action of a button, must not stop the
    /// feed: it counts as ``Change/unknown``, and what was known before goes on.
    private static func known<Value: Decodable>(
        _ type: Value.Type, _ key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>
    ) -> Value? {
        try? container.decode(type, forKey: key)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .pass(let pass): try container.encode(pass, forKey: .pass)
        case .passRemoved(let pass): try container.encode(pass, forKey: .passRemoved)
        case .visit(let pass, let state): try container.encode(Visit(pass: pass, state: state), forKey: .visit)
        case .site(let site): try container.encode(site, forKey: .site)
        case .key(let key): try container.encode(key, forKey: .key)
        case .host(let host): try container.encode(host, forKey: .host)
        case .hostRemoved(let host): try container.encode(host, forKey: .hostRemoved)
        case .department(let department): try container.encode(department, forKey: .department)
        case .departmentRemoved(let department): try container.encode(department, forKey: .departmentRemoved)
        case .layout(let layout): try container.encode(layout, forKey: .layout)
        case .staff(let staff): try container.encode(staff, forKey: .staff)
        case .staffRemoved(let staff): try container.encode(staff, forKey: .staffRemoved)
        case .inside(let pass, let card): try container.encode(Inside(pass: pass, card: card), forKey: .inside)
        case .reply(let reply): try container.encode(reply, forKey: .reply)
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

/// One line of `GET /v1/kiosk/snapshot?marks&epoch&after&begun` (gzip NDJSON): rows in order of sequence, with marks in
/// between when the request has `marks=1`, then one end line.
///
/// A kiosk whose load was cut asks for the rows after its last mark: `epoch` and `after` are that mark's cursor, `begun`
/// is ``SnapshotPoint/begun``. The answer is 410 when that cannot be done; the load then starts from nothing. A cloud
/// that knows nothing of all this ignores the query and sends everything, without marks.
package enum SnapshotLine: Codable, Hashable, Sendable {
    case row(ChangeRow)
    case mark(SnapshotMark)
    case end(SnapshotEnd)
}

/// What the rows since the last mark, or since the start of the answer, must amount to. A load that is cut later goes
/// on from here.
package struct SnapshotMark: Codable, Hashable, Sendable {
    /// Of the row before this line.
    package var cursor: Cursor
    /// The sequence at which the snapshot was taken: no row of this answer is newer.
    package var taken: Int64
    package var count: Int64
    /// Lower-case hexadecimal SHA-256 of those lines as sent, each with its newline.
    package var digest: String

    package init(cursor: Cursor, taken: Int64, count: Int64, digest: String) {
        self.cursor = cursor
        self.taken = taken
        self.count = count
        self.digest = digest
    }
}

/// Where a load that was cut stands.
package struct SnapshotPoint: Hashable, Sendable {
    /// The last mark's: rows up to here are held.
    package var cursor: Cursor
    /// The sequence at which the snapshot was taken that the load began with. What has changed since may be held in an
    /// older state, so it is there that no tombstone may be missing; rows before it come once only.
    package var begun: Int64

    package init(cursor: Cursor, begun: Int64) {
        self.cursor = cursor
        self.begun = begun
    }
}

/// What a snapshot must amount to; a cut one has no end line.
package struct SnapshotEnd: Codable, Hashable, Sendable {
    package var cursor: Cursor
    /// Row lines before this one, in this answer.
    package var count: Int64
    /// Lower-case hexadecimal SHA-256 of those lines as sent, each with its newline.
    package var digest: String
    /// How many passes the kiosk must hold now, whatever it held before; missing from clouds before marks.
    package var passes: Int64?
    package var serverTime: Instant

    package init(cursor: Cursor, count: Int64, digest: String, passes: Int64? = nil, serverTime: Instant) {
        self.cursor = cursor
        self.count = count
        self.digest = digest
        self.passes = passes
        self.serverTime = serverTime
    }
}
