import Reception

extension Model {
    /// Whether letters that are typed now are text.
    var takesText: Bool {
        switch screen {
        case .hostSearch, .enrolment: true
        case .walkIn(let form): form.step == .company || form.step == .name
        case .staff(let console): console.takesText
        default: false
        }
    }
}
