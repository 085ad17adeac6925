package import Reception

/// What the site's configuration says about deciding.
package struct StoreSettings: Hashable, Sendable {
    /// What to do with a genuine token that the cache has no row for.
    package var unsyncedPass: UnsyncedPass
    /// Whether passes are admitted while the clock cannot be believed.
    package var admitsOnUntrustedClock: Bool
    /// How long after the cloud was last heard an unknown passcode is still called wrong rather than not yet known.
    package var freshness: Duration
    /// Name and version of this program, for events.
    package var program: String

    package init(
        unsyncedPass: UnsyncedPass = .askStaff, admitsOnUntrustedClock: Bool = false,
        freshness: Duration = .seconds(600), program: String = "uketsuke-kiosk \(Release.version)"
    ) {
        self.unsyncedPass = unsyncedPass
        self.admitsOnUntrustedClock = admitsOnUntrustedClock
        self.freshness = freshness
        self.program = program
    }
}
