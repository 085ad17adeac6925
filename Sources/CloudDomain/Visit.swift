package import Foundation
package import Reception

/// From check-in to check-out of one visitor.
package struct Visit: Codable, Hashable, Sendable {
    package var pass: PassID
    package var checkIn: Moment
    /// Missing while the visitor is inside.
    package var checkOut: Moment?
    /// When it was closed because nobody had seen its end; missing where somebody has, and while the visitor is inside.
    package var assumedOutAt: Instant?
    /// Missing while the visitor is inside.
    package var exit: ExitKind?
    /// When staff last said that the visitor had not left.
    package var seenInsideAt: Instant?
    package var means: Means
    /// Missing when the pass was unknown when the event came.
    package var visitor: FrozenVisitor?
    /// A single pass had admitted before: two kiosks that could not hear of each other, or a copied code.
    package var isConflict: Bool

    package init(
        pass: PassID, checkIn: Moment, means: Means, visitor: FrozenVisitor?, isConflict: Bool
    ) {
        self.pass = pass
        self.checkIn = checkIn
        self.means = means
        self.visitor = visitor
        self.isConflict = isConflict
    }

    /// Where this visit leaves its pass, as kiosks are told.
    package var state: VisitState {
        VisitState(checkedInAt: checkIn.correctedAt, checkedOutAt: leftAt, exit: exit)
    }

    /// When it ended, as far as anybody knows; missing while the visitor is inside.
    package var leftAt: Instant? { checkOut?.correctedAt ?? assumedOutAt }

    /// When the visitor was last known to be inside.
    package var openSince: Instant { max(checkIn.correctedAt, seenInsideAt ?? checkIn.correctedAt) }

    /// One end of a visit, with all three times.
    package struct Moment: Codable, Hashable, Sendable {
        package var event: UUID
        package var kiosk: UUID
        package var kioskName: String
        package var siteName: String
        /// By the kiosk's own clock.
        package var deviceTime: Instant
        /// By the cloud's clock; never after ``receivedAt`` by more than ``futureTolerance``.
        package var correctedAt: Instant
        package var receivedAt: Instant
        package var flags: [TimeFlag]
    }

    /// What is odd about a time.
    package enum TimeFlag: String, Codable, Sendable {
        /// It lay in the future, and was set to the time of arrival.
        case futureTime
        /// It lay outside the years 0000 to 9999, and was set to the time of arrival.
        case impossibleTime
        /// The kiosk's clock was off by more than two minutes, or moved as far before it was heard again.
        case clockDrift
        /// The kiosk did not believe its clock.
        case untrustedClock
        /// Staff said later when it was.
        case corrected
    }
}

extension Visit.Moment {
    /// A corrected time further ahead than this is not believed.
    package static let futureTolerance: Duration = .seconds(5 * 60)
    /// A clock that is off by more than this is flagged.
    package static let driftTolerance: Duration = .seconds(2 * 60)

    /// - Parameter foldedAt: when it happened, as far as the other events of the pass tell.
    init(_ recorded: RecordedEvent, at foldedAt: Instant) {
        event = recorded.event.id
        kiosk = recorded.kiosk
        kioskName = recorded.kioskName
        siteName = recorded.siteName
        deviceTime = recorded.event.occurredAt
        correctedAt = foldedAt
        receivedAt = recorded.receivedAt
        let shift = (foldedAt.milliseconds - recorded.time.milliseconds).magnitude
        flags = recorded.flags(wasMoved: shift > UInt64(Self.driftTolerance.wholeMilliseconds))
    }
}

extension Visit.Moment {
    /// The same at another time.
    func corrected(to claimed: Instant) -> Visit.Moment {
        var moment = self
        moment.correctedAt = claimed
        if !moment.flags.contains(.corrected) { moment.flags.append(.corrected) }
        return moment
    }
}

extension RecordedEvent {
    /// Whether the corrected time lies further ahead of the arrival than clocks can differ.
    var isInFuture: Bool { correctedAt > receivedAt.advanced(by: Visit.Moment.futureTolerance) }

    /// Whether the corrected time is one that no reader of the wire would take.
    var isImpossible: Bool { !Instant.writable.contains(correctedAt) }

    /// What is odd about its time.
    var flags: [Visit.TimeFlag] { flags(wasMoved: false) }

    /// - Parameter wasMoved: whether other events put it at another time than its own.
    fileprivate func flags(wasMoved: Bool) -> [Visit.TimeFlag] {
        var flags: [Visit.TimeFlag] = isImpossible ? [.impossibleTime] : isInFuture ? [.futureTime] : []
        if wasMoved || hasDrifted { flags.append(.clockDrift) }
        if !event.clock.isTrusted { flags.append(.untrustedClock) }
        return flags
    }

    /// Whether the kiosk's clock was off, or moved, by more than ``Visit/Moment/driftTolerance``.
    var hasDrifted: Bool {
        let most = max(event.clock.offsetMilliseconds.magnitude, drift?.movedMilliseconds.magnitude ?? 0)
        return most > UInt64(Visit.Moment.driftTolerance.wholeMilliseconds)
    }

    /// The corrected time, or that of arrival when the former lies in the future or is none.
    package var time: Instant { isImpossible || isInFuture ? receivedAt : correctedAt }

    /// As the kiosk corrected it, or better where its clock was found to have moved.
    private var correctedAt: Instant { drift?.settledAt ?? event.correctedAt }
}
