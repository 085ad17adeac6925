package import Crypto
package import Reception

/// Makes passes: signs their tokens and draws their passcodes.
package struct PassIssuer: Sendable {
    private let tenant: TenantNumber
    private let key: KeyID
    private let signer: Curve25519.Signing.PrivateKey
    private let world: World

    /// - Parameter key: the ID under which kiosks know the public half of `signer`.
    package init(tenant: TenantNumber, key: KeyID, signer: Curve25519.Signing.PrivateKey, world: World) {
        self.tenant = tenant
        self.key = key
        self.signer = signer
        self.world = world
    }

    /// A new pass of `visitor` for `appointment`.
    ///
    /// - Parameter isTaken: whether a living pass of the tenant has that passcode already; asked until one is free.
    /// - Throws: what `isTaken` throws.
    package func issue(
        to visitor: Visitor, for appointment: Appointment, at site: SiteTime,
        isTaken: (Passcode) throws -> Bool
    ) throws -> Pass {
        let id = PassID(world)
        let window = appointment.window(at: site)
        let token = try Token(
            key: key, tenant: tenant, site: appointment.site, pass: id, window: window, signer: signer)
        var passcode = Passcode(world)
        while try isTaken(passcode) { passcode = Passcode(world) }
        return Pass(
            id: id, visitor: visitor, token: token.text, key: key, passcode: passcode.digits, state: .active,
            window: window)
    }
}
