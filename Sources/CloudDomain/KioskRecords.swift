package import Foundation
package import Reception

/// What the API needs of the storage. Every call is one transaction.
package protocol KioskRecords: Sendable {
    /// Lets a kiosk in. The code is used up.
    ///
    /// - Throws: ``EnrolmentRefused`` when the code is unknown, used or too old.
    func enrol(_ request: EnrolmentRequest) async throws -> EnrolmentAnswer
    /// Whose credential that is; `nil` when nobody's. The first use of a new credential ends the old one.
    ///
    /// - Throws: ``KioskRevoked`` when it is a revoked kiosk's.
    func kiosk(credential: String) async throws -> Kiosk?
    /// Gives the kiosk a new credential.
    func rotateCredential(of kiosk: Kiosk) async throws -> CredentialAnswer
    /// Up to `limit` changes after `cursor`.
    ///
    /// - Throws: ``FeedGone`` when the cursor is not in the feed; ``KioskRevoked``.
    func changes(for kiosk: Kiosk, after cursor: Cursor, limit: Int) async throws -> ChangesPage
    /// Every row that concerns the kiosk, at one moment.
    ///
    /// - Parameters:
    ///   - point: where an earlier snapshot was cut; only rows after it are told.
    ///   - hasMarks: whether the kiosk takes marks between the rows.
    /// - Throws: ``FeedGone`` when it cannot go on from there.
    func snapshot(for kiosk: Kiosk, after point: SnapshotPoint?, hasMarks: Bool) async throws -> any SnapshotPages
    /// Records events, folds visits, queues notices and tells the feed.
    func record(_ batch: SentBatch, from kiosk: Kiosk) async throws -> EventReceipt
    /// Keeps a heartbeat.
    func note(_ report: StatusReport, from kiosk: Kiosk) async throws -> StatusAnswer
    /// Closes visits that nobody has ended by their site's closing time.
    ///
    /// - Returns: whether any was closed; then there may be more.
    func closeForgotten() async throws -> Bool
    /// Drops some of what has done its work, so that no call holds others up.
    ///
    /// - Returns: whether there may be more.
    func tidy() async throws -> Bool
    /// The last change of the feed, whoever made it.
    func newestSequence() async throws -> Int64
}

/// A snapshot, read page by page so that memory stays bounded.
package protocol SnapshotPages: Sendable {
    /// Whole lines of NDJSON, each with its newline; `nil` after the end line.
    mutating func next() async throws -> Data?
}

/// One element of a batch: an event, or what was wrong with it.
package enum SentEvent: Sendable {
    case event(Event)
    /// The ID is missing when even that could not be read.
    case malformed(id: UUID?, reason: String)
}

/// An enrolment code that does not let in.
package struct EnrolmentRefused: Error, CustomStringConvertible {
    package init() {}

    package var description: String {
        "The enrolment code is unknown, used or expired; make a new one with uketsuke-cloud enrol-code."
    }
}

/// A cursor that the feed does not know: another history, from the future, or too old.
package struct FeedGone: Error, CustomStringConvertible {
    package init() {}

    package var description: String { "The cursor is not in this feed; fetch a snapshot and go on from its cursor." }
}

/// The kiosk was shut out by the administrator.
package struct KioskRevoked: Error, CustomStringConvertible {
    package init() {}

    package var description: String { "This kiosk was revoked by its administrator; it must delete what it holds." }
}
