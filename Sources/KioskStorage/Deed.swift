import Foundation
import Kiosk
import Reception

/// What an event says beyond when, where and its number.
struct Deed {
    var kind: EventKind
    var pass: PassID?
    var verdict = VerdictCode.none
    var means: Means
    /// The cache it was decided on; looked up when it is missing.
    var stamp: CacheStamp?
    var request: Request?
    var walkIn: WalkIn?
    var staff: UUID?
    var act: StaffAct?

    /// Something that a visitor chose on the screen.
    static func action(_ kind: EventKind, _ pass: PassID?, _ request: Request?) -> Deed {
        Deed(kind: kind, pass: pass, means: .screen, request: request)
    }

    /// Something that staff did.
    static func staff(_ kind: EventKind, _ pass: PassID? = nil, by staff: UUID?, act: StaffAct? = nil) -> Deed {
        Deed(kind: kind, pass: pass, means: .staff, staff: staff, act: act)
    }
}
