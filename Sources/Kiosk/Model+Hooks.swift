import Foundation
import Reception

extension Model {
    /// What the programs beside the kiosk are told of a presentation that is on record.
    func hook(_ admission: Admission, of presentation: Presentation) -> Hook {
        let kind: Hook.Kind =
            switch admission.verdict {
            case .welcome: .checkIn
            case .departed where presentation.purpose == .leave: .checkOut
            default: .refusal
            }
        var hook = hook(kind, admission.event, at: admission.at)
        hook.verdict = admission.verdict.code
        if let pass = admission.verdict.pass { hook.note(pass) }
        return hook
    }

    /// What they are told of an action that is on record; `nil` where it is none of their business.
    func hook(_ action: Action, _ event: Event, _ recording: Recording?) -> Hook? {
        guard let kind = action.hookKind else { return nil }
        var hook = hook(kind, event.id, at: event.correctedAt)
        hook.pass = event.pass
        if let pass = recording?.pass { hook.note(pass) }
        if let walkIn = action.walkIn {
            hook.visitor = walkIn.name
            hook.company = walkIn.company.isEmpty ? nil : walkIn.company
            hook.headcount = walkIn.headcount
            hook.language = walkIn.language
        }
        if let request = action.request {
            hook.target = request.target
            hook.button = request.button
            if let name = recording?.target?.name, !name.isEmpty { hook.targetName = name }
        }
        return hook
    }

    private func hook(_ kind: Hook.Kind, _ event: UUID, at instant: Instant) -> Hook {
        let reading = siteTime.reading(of: instant)
        var hook = Hook(kind: kind, event: event, at: instant, localTime: "\(reading.date) \(reading.time)")
        hook.tenant = cache.tenant?.name
        hook.site = cache.site?.name
        return hook
    }
}

extension Hook {
    /// Who it is about, as staff see them.
    mutating func note(_ row: VisitorRow) {
        visitor = row.name.isEmpty ? nil : row.name
        company = row.company.isEmpty ? nil : row.company
        headcount = row.headcount > 1 ? row.headcount : nil
        title = row.title.isEmpty ? nil : row.title
        room = row.room.isEmpty ? nil : row.room
        start = row.expected?.lowerBound
        end = row.expected?.upperBound
        hosts = row.hosts.isEmpty ? nil : row.hosts.map { HostCard(name: $0, phone: "") }
    }

    fileprivate mutating func note(_ record: PassRecord) {
        pass = record.id
        visitor = record.visitor.isEmpty ? nil : record.visitor
        company = record.company.isEmpty ? nil : record.company
        title = record.title.isEmpty ? nil : record.title
        room = record.room.isEmpty ? nil : record.room
        start = record.start
        end = record.end
        hosts = record.hosts.isEmpty ? nil : record.hosts
        language = record.language
    }
}

extension Action {
    /// Whom it tells.
    fileprivate var request: Request? {
        switch self {
        case .call(_, let request), .delivery(let request), .walkIn(_, let request): request
        case .staff(let deed): deed.request
        case .checkOut: nil
        }
    }

    /// Who comes in without an appointment.
    fileprivate var walkIn: WalkIn? {
        switch self {
        case .walkIn(let walkIn, _): walkIn
        case .staff(let deed): if case .walkIn(let walkIn, _) = deed.what { walkIn } else { nil }
        default: nil
        }
    }

    fileprivate var hookKind: Hook.Kind? {
        switch self {
        case .checkOut: .checkOut
        case .call: .call
        case .delivery: .delivery
        case .walkIn: .walkIn
        case .staff(let deed): deed.hookKind
        }
    }
}

extension StaffDeed {
    fileprivate var request: Request? { if case .walkIn(_, let request) = what { request } else { nil } }

    fileprivate var hookKind: Hook.Kind? {
        switch what {
        case .checkIn: .checkIn
        case .checkOut: .checkOut
        case .walkIn: .walkIn
        case .about(_, let act): act.kind == .printed ? .reprint : nil
        case .act: nil
        }
    }
}
