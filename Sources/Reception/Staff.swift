package import Foundation

/// Somebody who may work at the staff console of a site's kiosks. Personal data; kiosks keep it sealed.
package struct StaffRecord: Codable, Hashable, Sendable, Identifiable {
    package var id: UUID
    package var name: String
    /// What is typed before the PIN: one to six digits, unique within the tenant.
    package var number: String
    package var role: StaffRole
    package var pin: PINHash
    /// SHA-256 of the folded text of their card's control code (``OwnCode/staffPrefix``); missing without a card.
    package var card: Data?

    package init(id: UUID, name: String, number: String, role: StaffRole, pin: PINHash, card: Data? = nil) {
        self.id = id
        self.name = name
        self.number = number
        self.role = role
        self.pin = pin
        self.card = card
    }
}

/// What somebody may do at the console.
package enum StaffRole: String, Codable, Sendable, CaseIterable {
    /// Visitors, the evacuation list, set-aside events, the state of the kiosk.
    case desk
    /// Also settings, maintenance, enrolment, leaving the program.
    case administrator
}

/// A PIN as it is kept: scrypt (RFC 7914) of its UTF-8 digits.
package struct PINHash: Codable, Hashable, Sendable {
    /// 16 random bytes.
    package var salt: Data
    /// 32 bytes.
    package var hash: Data
    /// The cost parameter N, a power of two.
    package var rounds: Int
    /// The block size r.
    package var blockSize: Int
    /// The parallelisation p.
    package var parallelism: Int

    package init(salt: Data, hash: Data, rounds: Int, blockSize: Int, parallelism: Int) {
        self.salt = salt
        self.hash = hash
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }
}

/// What a member of staff did, apart from letting somebody in or out. Without personal data.
package struct StaffAct: Codable, Hashable, Sendable {
    package var kind: Kind
    /// What it was about: the setting's name and value, how many events, why; empty when the kind says it all.
    package var detail: String
    /// When it happened, for the corrections that say so.
    package var claimedAt: Instant?

    package init(_ kind: Kind, detail: String = "", claimedAt: Instant? = nil) {
        self.kind = kind
        self.detail = detail
        self.claimedAt = claimedAt
    }

    /// Words that this release does not know are kept as they are, so that no newer kiosk's event is refused.
    package struct Kind: RawRepresentable, Codable, Hashable, Sendable {
        package var rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        // MARK: - The console
        package static let signedIn = Kind(rawValue: "signedIn")
        package static let signedOut = Kind(rawValue: "signedOut")
        package static let wrongPIN = Kind(rawValue: "wrongPIN")
        package static let lockedOut = Kind(rawValue: "lockedOut")
        /// The list of visitors, the evacuation list or a visitor's details were opened; `detail` says which.
        package static let viewed = Kind(rawValue: "viewed")
        package static let printed = Kind(rawValue: "printed")
        package static let sentAgain = Kind(rawValue: "sentAgain")
        package static let exported = Kind(rawValue: "exported")
        package static let setting = Kind(rawValue: "setting")
        package static let maintenanceBegan = Kind(rawValue: "maintenanceBegan")
        package static let maintenanceEnded = Kind(rawValue: "maintenanceEnded")
        package static let left = Kind(rawValue: "left")

        // MARK: - Corrections of the event's pass; later ones count, whatever the order of arrival
        /// The last check-in before this event was a mistake.
        package static let notEntered = Kind(rawValue: "notEntered")
        /// The last check-out before this event was a mistake: the visitor is inside.
        package static let notLeft = Kind(rawValue: "notLeft")
        /// The last check-in before this event was at ``StaffAct/claimedAt``.
        package static let enteredAt = Kind(rawValue: "enteredAt")
        /// The last check-out before this event was at ``StaffAct/claimedAt``; an open visit ends there.
        package static let leftAt = Kind(rawValue: "leftAt")

        // MARK: - Evacuation
        /// The visitor of the event's pass was seen at the assembly point.
        package static let safe = Kind(rawValue: "safe")
        package static let notSafe = Kind(rawValue: "notSafe")
        /// The evacuation is over: no mark made before it counts.
        package static let evacuationEnded = Kind(rawValue: "evacuationEnded")

        // MARK: - The machine
        package static let enrolled = Kind(rawValue: "enrolled")
        package static let credentialRotated = Kind(rawValue: "credentialRotated")
        package static let keyRotated = Kind(rawValue: "keyRotated")
        /// The configuration file is another one than at the last start; `detail` is its SHA-256.
        package static let configured = Kind(rawValue: "configured")
        package static let decommissioned = Kind(rawValue: "decommissioned")
    }
}

/// How a visit ended (row P7): an evacuation list is trusted by it.
package enum ExitKind: String, Codable, Sendable {
    /// By the visitor's own deed.
    case own
    /// By staff.
    case staff
    /// Nobody saw it: closed at the set time.
    case assumed
}

/// Who is inside, as the cloud knows by all kiosks of a site: for walk-ins, whose names no pass tells, and for marks of
/// the assembly point. Personal data; kiosks keep it sealed.
package struct InsideCard: Codable, Hashable, Sendable {
    /// Missing for those whose pass tells it.
    package var walkIn: WalkIn?
    /// The kiosk where they came in.
    package var kiosk: String
    /// When they were marked safe, if they are.
    package var safeAt: Instant?

    package init(walkIn: WalkIn?, kiosk: String, safeAt: Instant?) {
        self.walkIn = walkIn
        self.kiosk = kiosk
        self.safeAt = safeAt
    }
}
