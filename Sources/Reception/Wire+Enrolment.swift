package import Foundation

/// `POST /v1/enrol`: a kiosk asks to be let in, with a one-time code from the administrator.
package struct EnrolmentRequest: Codable, Hashable, Sendable {
    /// As printed by `uketsuke-cloud enrol-code`; case and hyphens do not matter.
    package var code: String
    /// What the administrator will call this kiosk.
    package var name: String
    package var program: String

    package init(code: String, name: String, program: String) {
        self.code = code
        self.name = name
        self.program = program
    }
}

/// The answer: everything a kiosk needs to decide on genuine passes before its first sync.
package struct EnrolmentAnswer: Codable, Hashable, Sendable {
    package var kiosk: UUID
    /// The bearer credential; the cloud keeps only a hash of it.
    package var credential: String
    package var tenant: TenantCard
    package var site: SiteCard
    package var keys: [SigningKey]
    package var serverTime: Instant

    package init(
        kiosk: UUID, credential: String, tenant: TenantCard, site: SiteCard, keys: [SigningKey], serverTime: Instant
    ) {
        self.kiosk = kiosk
        self.credential = credential
        self.tenant = tenant
        self.site = site
        self.keys = keys
        self.serverTime = serverTime
    }
}

/// `POST /v1/kiosk/credential`: the answer. The old credential works until the new one is first used, 24 h at most.
package struct CredentialAnswer: Codable, Hashable, Sendable {
    package var credential: String
    package var serverTime: Instant

    package init(credential: String, serverTime: Instant) {
        self.credential = credential
        self.serverTime = serverTime
    }
}

/// What a kiosk knows of its tenant.
package struct TenantCard: Codable, Hashable, Sendable {
    package var number: TenantNumber
    package var name: String

    package init(number: TenantNumber, name: String) {
        self.number = number
        self.name = name
    }
}

/// What a kiosk knows of its site.
package struct SiteCard: Codable, Hashable, Sendable {
    package var number: SiteNumber
    package var name: String
    /// An IANA time-zone name.
    package var timeZone: String
    /// Whom to ring when no host is known; empty when none is set.
    package var phone: String

    package init(number: SiteNumber, name: String, timeZone: String, phone: String) {
        self.number = number
        self.name = name
        self.timeZone = timeZone
        self.phone = phone
    }
}
