import Kiosk
import Reception

/// A presented text after everything that needs neither keys nor cache.
enum ReadText {
    case token(Token.Reading)
    case passcode(Passcode?)

    /// Reads it as its means says: a passcode, or else the text of a code.
    init(_ presentation: Presentation) {
        self =
            presentation.means == .passcode
            ? .passcode(Passcode(presentation.text)) : .token(Token.reading(presentation.text))
    }

    /// - Parameter tenant: `nil` while the kiosk is not enrolled: then no key is known either.
    func presented(keys: [SigningKey], tenant: TenantNumber?) -> Presented {
        switch self {
        case .passcode(let passcode): passcode.map(Presented.passcode) ?? .mistypedPasscode
        case .token(.garbled): .garbled
        case .token(.wrongLayout): .wrongLayout
        case .token(.notOurs): .notOurs
        case .token(.token(let token)):
            .token(token, tenant.map { keys.authenticity(of: token, tenant: $0) } ?? .unknownKey)
        }
    }
}

extension Presented {
    /// The pass that a token names, when its signature says that the name is true.
    var certainPass: PassID? {
        switch self {
        case .token(let token, .genuine), .token(let token, .withdrawnKey): token.pass
        default: nil
        }
    }
}

extension VisitState {
    /// The one in which something happened last. Of two at the same moment the one that has ended, because a check-out
    /// follows its check-in.
    static func newest(_ one: VisitState?, _ other: VisitState?) -> VisitState? {
        guard let one, let other else { return one ?? other }
        let (first, second) = (one.checkedOutAt ?? one.checkedInAt, other.checkedOutAt ?? other.checkedInAt)
        if first == second { return one.checkedOutAt == nil ? other : one }
        return first > second ? one : other
    }
}
