package import Reception

/// A visitor's right to come in.
package struct Pass: Hashable, Sendable {
    package var id: PassID
    package var visitor: Visitor
    /// The QR code's text.
    package var token: String
    /// Which key signed the token.
    package var key: KeyID
    /// Eight digits.
    package var passcode: String
    package var state: PassState
    /// Half-open; what the kiosks go by. The token's own window is that of the day it was issued for.
    package var window: Range<Instant>

    package init(
        id: PassID, visitor: Visitor, token: String, key: KeyID, passcode: String, state: PassState,
        window: Range<Instant>
    ) {
        self.id = id
        self.visitor = visitor
        self.token = token
        self.key = key
        self.passcode = passcode
        self.state = state
        self.window = window
    }

    /// As kiosks are told. A cancelled appointment outweighs the pass's own state, except a withdrawal.
    package func record(for appointment: Appointment) -> PassRecord {
        PassRecord(
            id: id, kind: appointment.kind,
            state: appointment.isCancelled && state == .active ? .cancelled : state, site: appointment.site,
            window: window, appointment: appointment.start..<max(appointment.start, appointment.end),
            passcode: passcode, visitor: visitor.name, company: visitor.company, title: appointment.title,
            room: appointment.room, hosts: appointment.hosts.map(\.card), language: visitor.language)
    }
}
