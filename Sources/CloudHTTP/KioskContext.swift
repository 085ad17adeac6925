import CloudDomain
import Hummingbird

/// What is known of one request.
struct KioskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set by ``KioskAuthenticator``.
    var kiosk: Kiosk?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// The kiosk that asks.
    ///
    /// - Throws: a 401 where no kiosk was authenticated.
    func requireKiosk() throws -> Kiosk {
        guard let kiosk else { throw Refusal.unauthorized }
        return kiosk
    }
}
