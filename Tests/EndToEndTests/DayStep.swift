import TestSupport

/// One step of a scripted day: all that chance decides about it, drawn before anything of it happens, so that the same
/// seed gives the same script.
struct DayStep: Sendable {
    enum Deed: Sendable {
        /// A visitor comes for the first time; one in eight shows the code twice.
        case arrive
        /// A visitor who is inside, or has gone, shows the code again.
        case comeBack
        case leave
        case showForeignCode, showDamagedCode
        case call
        case invite, cancel, edit
        /// A visitor whose appointment was cancelled comes.
        case comeInVain
        case changeNetwork
    }

    enum Victim: Sendable { case kiosk, cloud, both }

    struct Kill: Sendable {
        var victim: Victim
        /// Milliseconds from the deed to the signal.
        var delay: Int
        /// Only after the answer, while that is on its way to the cloud.
        var waitsForAnswer: Bool
        /// Milliseconds from the next start to another signal.
        var again: Int?
    }

    let deed: Deed
    let kill: Kill?
    /// Chooses among those who can do it.
    let pick: Int
    let isTwice: Bool
    let network: FaultProxy.Mode

    private static let deeds: [(Deed, weight: Int)] = [
        (.arrive, 42), (.comeBack, 12), (.leave, 16), (.showForeignCode, 4), (.showDamagedCode, 3),
        (.call, 3), (.invite, 4), (.cancel, 2), (.edit, 3), (.comeInVain, 3), (.changeNetwork, 8),
    ]

    init(by chance: inout Chance) {
        var draw = Int.random(in: 0..<Self.deeds.reduce(0) { $0 + $1.weight }, using: &chance)
        deed =
            Self.deeds.first { deed in
                draw -= deed.weight
                return draw < 0
            }?.0 ?? .arrive
        pick = Int.random(in: 0..<1_000_000, using: &chance)
        isTwice = Int.random(in: 0..<8, using: &chance) == 0
        let kill = Kill(by: &chance)
        self.kill = Int.random(in: 0..<10, using: &chance) < 7 ? kill : nil
        network = Self.network(by: &chance)
    }

    /// Half of the changes end an outage.
    private static func network(by chance: inout Chance) -> FaultProxy.Mode {
        let bytes = Int.random(in: 0...4000, using: &chance)
        let wait = Int.random(in: 10...150, using: &chance)
        return switch Int.random(in: 0..<10, using: &chance) {
        case 0: .refuse
        case 1: .stall
        case 2, 3: .cut(afterBytes: bytes)
        case 4: .delay(.milliseconds(wait))
        default: .pass
        }
    }
}

extension DayStep.Kill {
    init(by chance: inout Chance) {
        victim = [.kiosk, .kiosk, .kiosk, .kiosk, .cloud, .both].randomElement(using: &chance) ?? .kiosk
        waitsForAnswer = Int.random(in: 0..<4, using: &chance) == 0
        delay = Int.random(in: 0...(waitsForAnswer ? 150 : 60), using: &chance)
        let recovery = Int.random(in: 0...200, using: &chance)
        again = Int.random(in: 0..<6, using: &chance) == 0 ? recovery : nil
    }
}
