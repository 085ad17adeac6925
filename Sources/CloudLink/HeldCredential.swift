import Synchronization

/// The credential that a client proves itself with now; replaced while calls go on.
final class HeldCredential: Sendable {
    private let held: Mutex<Credential>

    init(_ credential: Credential) { held = Mutex(credential) }

    var value: Credential { held.withLock { $0 } }

    func replace(by new: Credential) { held.withLock { $0 = new } }
}
