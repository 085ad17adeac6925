import Foundation
package import Reception

/// A place with a reception.
package struct Site: Hashable, Sendable {
    package var number: SiteNumber
    package var name: String
    package var time: SiteTime
    /// Whom a kiosk rings when no host is known; empty when none is set.
    package var phone: String
    /// Where calls for staff go; without one they go to the hosts of the pass.
    package var hasFallback: Bool
    /// When visits that nobody has ended are closed; missing for never.
    package var closeAt: ClockTime?

    package init(
        number: SiteNumber, name: String, time: SiteTime, phone: String, hasFallback: Bool, closeAt: ClockTime? = nil
    ) {
        self.number = number
        self.name = name
        self.time = time
        self.phone = phone
        self.hasFallback = hasFallback
        self.closeAt = closeAt
    }

    /// Missing where forgotten visits stay open.
    package var closing: ClosingTime? { closeAt.map { ClosingTime($0, at: time) } }

    /// As kiosks are told.
    package var card: SiteCard {
        SiteCard(number: number, name: name, timeZone: time.timeZone.identifier, phone: phone)
    }
}
