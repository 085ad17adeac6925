/// How long calls may take.
package struct CloudTimeouts: Hashable, Sendable {
    /// For name, TCP and TLS together.
    package var connect: Duration
    /// For a whole call, beyond the time for which it asks the cloud to wait. A snapshot may take longer, but is given
    /// up after so long without a byte.
    package var total: Duration
    /// For a whole snapshot.
    package var snapshot: Duration

    package init(connect: Duration = .seconds(5), total: Duration = .seconds(15), snapshot: Duration = .seconds(3600)) {
        self.connect = connect
        self.total = total
        self.snapshot = snapshot
    }
}
