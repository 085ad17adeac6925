import Reception

extension RecordedEvent {
    /// Whether somebody came in: without an appointment, or by a check-in that was not turned away as one who is in, or
    /// was, already. Whom staff let in, came in.
    package var isAdmission: Bool {
        switch event.kind {
        case .walkIn: true
        case .checkIn: event.verdict != .alreadyIn && (event.verdict != .departed || event.staff != nil)
        default: false
        }
    }

    /// Whether the visits of its pass, or what is told of who is inside, may be others by it.
    package var shapesVisits: Bool {
        switch event.kind {
        case .checkIn, .checkOut, .walkIn: true
        case .staff: event.act.map { Self.shaping.contains($0.kind) } ?? false
        default: false
        }
    }

    private static let shaping: Set<StaffAct.Kind> = [.notEntered, .notLeft, .enteredAt, .leftAt, .safe, .notSafe]
}
