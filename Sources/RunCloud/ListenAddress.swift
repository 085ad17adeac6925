import ArgumentParser

/// `127.0.0.1:8443`, `[::1]:0` or `localhost:8443`.
struct ListenAddress: ExpressibleByArgument, CustomStringConvertible {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else { return nil }
        let host = argument[..<colon].drop { $0 == "[" }
        self.init(host: String(host.hasSuffix("]") ? host.dropLast() : host), port: Int(port))
        guard !self.host.isEmpty else { return nil }
    }

    var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    var defaultValueDescription: String { description }

    /// Where a client on this machine finds it.
    func baseURL(port: Int) -> String {
        let isEverywhere = host == "0.0.0.0" || host == "::"
        return "https://\(ListenAddress(host: isEverywhere ? "localhost" : host, port: port))"
    }
}
