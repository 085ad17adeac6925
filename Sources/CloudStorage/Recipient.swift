import CloudDomain
import Foundation
import Reception

import struct CloudDomain.Host

/// Whose webhook a notice goes to.
enum Recipient {
    case host(Host)
    case department(Department)
    /// The front desk.
    case site(Site)

    /// As the notice names it.
    var name: String {
        switch self {
        case .host(let host): host.name
        case .department(let department): department.name
        case .site(let site): site.name
        }
    }

    /// As it stands in the table.
    var key: String {
        switch self {
        case .host(let host): host.id.text
        case .department(let department): "department/\(department.id.text)"
        case .site(let site): "site/\(site.number)"
        }
    }

    /// The columns that its webhook is found by; one of them is set.
    var address: (host: String?, department: String?, site: SiteNumber?) {
        switch self {
        case .host(let host): (host.id.text, nil, nil)
        case .department(let department): (nil, department.id.text, nil)
        case .site(let site): (nil, nil, site.number)
        }
    }
}
