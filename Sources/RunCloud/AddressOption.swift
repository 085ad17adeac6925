import ArgumentParser
import Foundation

/// `https://reception.example`: an address that people's browsers open, without a slash at the end.
struct AddressOption: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard let url = URL(string: argument), let scheme = url.scheme?.lowercased(), let host = url.host,
            scheme == "https" || scheme == "http", !host.isEmpty, url.user == nil, url.query == nil,
            url.fragment == nil
        else { return nil }
        text = String(argument.reversed().drop { $0 == "/" }.reversed())
    }
}
