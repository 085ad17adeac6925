import Reception

/// What the console's menu offers, in its order; its key is the digit of its place.
package enum StaffItem: Int, Hashable, Sendable, CaseIterable {
    case visitors = 1
    case walkIn = 2
    case evacuation = 3
    case health = 4
    case setAside = 5
    case log = 6
    case settings = 7
    case maintenance = 8
    case leave = 9

    /// Whether only an administrator may.
    var isForAdministrators: Bool {
        switch self {
        case .visitors, .walkIn, .evacuation, .health, .setAside, .log: false
        case .settings, .maintenance, .leave: true
        }
    }

    var phrase: Phrase {
        switch self {
        case .visitors: .staffVisitors
        case .walkIn: .staffWalkIn
        case .evacuation: .evacuation
        case .health: .health
        case .setAside: .setAsideEvents
        case .log: .log
        case .settings: .settings
        case .maintenance: .maintenanceItem
        case .leave: .leaveItem
        }
    }

    var key: Character { Character(String(rawValue)) }
}

extension StaffRole {
    func may(_ item: StaffItem) -> Bool { self == .administrator || !item.isForAdministrators }
}
