extension Screen {
    /// When it returns to idle by itself, by the monotonic clock; the idle screen never does.
    var until: Duration? {
        switch self {
        case .idle, .closed, .maintenance: nil
        case .passcode(let entry): entry.until
        case .result(let result): result.until
        case .waiting(let waiting): waiting.until
        case .walkIn(let form): form.until
        case .hostSearch(let search): search.until
        case .departments(let list): list.until
        case .delivery(let delivery): delivery.until
        case .goodbye(let goodbye): goodbye.until
        case .leaving(let until), .outOfOrder(let until), .tested(let until): until.uptime
        case .signIn(let entry): entry.until
        case .staff(let console): console.until
        case .enrolment(let form): form.end
        }
    }

    /// The same screen, which returns to idle no earlier than then.
    func standing(until end: Duration) -> Screen {
        switch self {
        case .idle, .closed, .maintenance: self
        case .passcode(let entry): .passcode(entry.with(\.until, end))
        case .result(let result): .result(result.with(\.until, end))
        case .waiting(let waiting): .waiting(waiting.with(\.until, end))
        case .walkIn(let form): .walkIn(form.with(\.until, end))
        case .hostSearch(let search): .hostSearch(search.with(\.until, end))
        case .departments(let list): .departments(list.with(\.until, end))
        case .delivery(let delivery): .delivery(delivery.with(\.until, end))
        case .goodbye(let goodbye): .goodbye(goodbye.with(\.until, end))
        case .leaving(let until): .leaving(until.with(\.uptime, end))
        case .outOfOrder(let until): .outOfOrder(until.with(\.uptime, end))
        case .tested(let until): .tested(until.with(\.uptime, end))
        case .signIn(let entry): .signIn(entry.with(\.until, end))
        case .staff(let console): .staff(console.with(\.until, end))
        case .enrolment(let form): .enrolment(form.with(\.until, end))
        }
    }

    /// Whether it answers somebody and asks nothing: it stands for the time of a result.
    var isAnswer: Bool {
        switch self {
        case .result, .waiting, .goodbye, .outOfOrder, .tested: true
        case .idle, .closed, .maintenance, .passcode, .walkIn, .hostSearch, .departments, .delivery, .leaving, .signIn,
            .staff, .enrolment:
            false
        }
    }

    /// Whether nobody is at it.
    var isHome: Bool { self == .idle || self == .closed || self == .maintenance }
}

/// What stands for a time that a key can make longer.
private protocol Timed {}

extension Timed {
    fileprivate func with(_ end: WritableKeyPath<Self, Duration>, _ value: Duration) -> Self {
        var changed = self
        changed[keyPath: end] = max(value, changed[keyPath: end])
        return changed
    }
}

extension Screen.Until: Timed {}
extension Screen.PasscodeEntry: Timed {}
extension Screen.Result: Timed {}
extension Screen.Waiting: Timed {}
extension Screen.WalkInForm: Timed {}
extension Screen.HostSearch: Timed {}
extension Screen.DepartmentList: Timed {}
extension Screen.Delivery: Timed {}
extension Screen.Goodbye: Timed {}
extension StaffSignIn: Timed {}
extension StaffConsole: Timed {}
extension EnrolmentForm: Timed {}
