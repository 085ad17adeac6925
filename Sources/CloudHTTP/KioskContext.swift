import CloudDomain
import Hummingbird
import NIOCore

/// What is known of one request.
struct KioskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set by ``KioskAuthenticator``.
    var kiosk: Kiosk?
    /// The caller's IP address; empty when the system does not tell it.
    let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// The kiosk that asks.
    ///
    /// - Throws: a 401 where no kiosk was authenticated.
    func requireKiosk() throws -> Kiosk {
        guard let kiosk else { throw Refusal.unauthorized }
        return kiosk
    }
}
