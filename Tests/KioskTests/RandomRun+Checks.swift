import Kiosk

/// What must hold at every step.
extension RandomRun {
    /// Whatever was typed on this screen was typed by this visitor.
    mutating func checkText() {
        let texts: [String]
        switch story.model.screen {
        case .walkIn(let form): texts = [form.name, form.company]
        case .hostSearch(let search):
            if case .walkIn(let form) = search.origin {
                texts = [search.query, form.name, form.company]
            } else {
                texts = [search.query]
            }
        case .departments(let list):
            if case .walkIn(let form) = list.origin { texts = [form.name, form.company] } else { texts = [] }
        default: return
        }
        for text in texts where Self.isForeign(text, to: visitor) {
            fault = "visitor \(visitor) sees \(text) on \(kind)"
        }
    }

    private static func isForeign(_ text: String, to visitor: Int) -> Bool {
        text.matches(of: /嵐([0-9]+)凪/).contains { Int($0.output.1) != visitor }
    }

    mutating func checkDrawing() {
        guard homecomings.isMultiple(of: 50) else { return }
        let screen = story.screen(rows: 24, columns: 80)
        if screen.contains("凪") || screen.contains("山田") { fault = "something is left on the idle screen" }
    }

    var kind: String {
        switch story.model.screen {
        case .idle: "idle"
        case .closed: "closed"
        case .maintenance: "maintenance"
        case .passcode: "passcode"
        case .result: "result"
        case .waiting: "waiting"
        case .walkIn: "walkIn"
        case .hostSearch: "hostSearch"
        case .departments: "departments"
        case .delivery: "delivery"
        case .leaving: "leaving"
        case .goodbye: "goodbye"
        case .outOfOrder: "outOfOrder"
        case .tested: "tested"
        case .signIn: "signIn"
        case .staff: "staff"
        case .enrolment: "enrolment"
        }
    }
}
