import Foundation
import Kiosk
import Reception

/// Every screen that a visitor can have before them, as a model that shows it.
enum Showcase: String, CaseIterable {
    case idle, idleNotice, idleHint, idleReaderLost, idleCamera, closed, closedHoliday, passcode, passcodeSubmitted
    case welcome, welcomeOffline, welcomeRejected, alreadyIn, departed, garbled, wrongLayout, notOurs, forged
    case unknownKey, cancelled, wrongSite, tooEarly, tooLate, unsynced, unlisted, unknownPasscode, mistypedPasscode
    case untrustedClock, called, calledOffline, coming, passedOn, unanswered, deliveryLeft, deliverySigned, company
    case name, nameMissing, headcount, target, review, search, searchFound, searchNothing, departments, delivery
    case leaving, goodbye, outOfOrder, tested

    static let until = Duration.seconds(130)
    static let host = HostRecord(
        id: UUID(uuidString: "00000000-0000-0000-0000-000000000001") ?? UUID(), name: "佐藤 花子", reading: "さとうはなこ",
        department: nil, phone: "1234")

    /// The model of that screen in that language.
    func model(_ language: Language) -> Model {
        var story = Story { $0.language = language }
        story.model.scanner = .ready
        story.tell(.synced(Self.cache(hasNotice: self == .idleNotice)))
        if let verdict { story.present(verdict) } else { show(in: &story) }
        story.model.language = language
        return story.model
    }

    private static func cache(hasNotice: Bool) -> CacheSummary {
        var cache = Story.cache(sequence: 2)
        var layout = KioskLayout.standard
        let day = [OpeningHours.Span(open: ClockTime(minutes: 540), close: ClockTime(minutes: 1050))]
        layout.hours = OpeningHours(
            week: [.monday: day, .tuesday: day, .wednesday: day, .thursday: day, .friday: day],
            holidays: [OpeningHours.Holiday(date: "2026-12-31", name: "")])
        layout.emergencyPhone = "03-1234-5678"
        if hasNotice {
            layout.banner = "2026"
            layout.texts = Dictionary(
                uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, [.notice: "15:00 2F"]) })
        }
        cache.layout = layout
        cache.departments = ["営業部", "開発部", "経理部", "広報部", "人事部", "総務部", "法務部"].map {
            DepartmentRecord(id: UUID(), name: $0, reading: "", phone: "")
        }
        return cache
    }

    private var verdict: Verdict? {
        switch self {
        case .alreadyIn: .alreadyIn(Story.pass, since: Story.morning)
        case .departed: .departed(Story.pass, at: Story.morning)
        case .garbled: .garbled
        case .wrongLayout: .wrongLayout
        case .notOurs: .notOurs
        case .forged: .forged
        case .unknownKey: .unknownKey
        case .cancelled: .cancelled
        case .wrongSite: .wrongSite
        case .tooEarly: .tooEarly(from: Story.morning.advanced(by: .seconds(86_400)))
        case .tooLate: .tooLate
        case .unsynced: .unsynced
        case .unlisted: .unlisted
        case .unknownPasscode: .unknownPasscode
        case .mistypedPasscode: .mistypedPasscode
        case .untrustedClock: .untrustedClock
        default: nil
        }
    }

    private func show(in story: inout Story) {
        switch self {
        case .idleHint: story.tell(.hint(.closer))
        case .idleReaderLost: story.tell(.scanner(.lost))
        case .idleCamera: story.tell(.picture(Self.picture))
        case .closed: story.close(at: "2026-11-21T11:02:00Z")
        case .closedHoliday: story.close(at: "2026-12-31T02:02:00Z")
        case .welcome: story.settle(story.present(.welcome(Story.pass)))
        case .welcomeOffline:
            story.tell(.link(.offline(since: Story.morning)))
            story.present(.welcome(Story.pass))
        case .welcomeRejected: story.settle(story.present(.welcome(Story.pass)), .rejected, notice: nil)
        default: story.model.screen = screen(of: story.model)
        }
    }

    private func screen(of model: Model) -> Screen {
        let origin = Screen.Origin.button(LayoutButton.standard[1])
        switch self {
        case .passcode, .passcodeSubmitted:
            var entry = Screen.PasscodeEntry(digits: self == .passcode ? "12345" : "12345678", until: Self.until)
            entry.isSubmitted = self == .passcodeSubmitted
            return .passcode(entry)
        case .called, .calledOffline, .coming, .passedOn, .unanswered, .deliveryLeft, .deliverySigned:
            return .waiting(waiting)
        case .company, .name, .nameMissing, .headcount, .target, .review: return .walkIn(form)
        case .search, .searchFound, .searchNothing:
            var search = Screen.HostSearch(origin: origin, until: Self.until)
            search.query = self == .search ? "さ" : "さと"
            if self == .searchFound {
                search.matches = (0..<6).map { _ in HostMatch(host: Self.host, department: "営業部") }
                search.hasMore = true
            }
            return .hostSearch(search)
        case .departments:
            return .departments(.init(origin: origin, departments: model.cache.departments, until: Self.until))
        case .delivery: return .delivery(.init(button: LayoutButton.standard[2], until: Self.until))
        case .leaving: return .leaving(.init(uptime: Self.until))
        case .goodbye: return .goodbye(.init(at: Story.morning, until: .seconds(112)))
        case .outOfOrder: return .outOfOrder(.init(uptime: .seconds(112)))
        case .tested: return .tested(.init(uptime: .seconds(112)))
        default: return .idle
        }
    }

    private var waiting: Screen.Waiting {
        let cause: Screen.Cause =
            switch self {
            case .deliveryLeft: .leftDelivery
            case .deliverySigned: .signedDelivery
            default: .call
            }
        var waiting = Screen.Waiting(
            event: UUID(), cause: cause, target: "営業部",
            confirmation: self == .calledOffline ? .willBeSent : .confirmed(.queued), phone: "1234",
            patience: .seconds(160), until: Self.until)
        waiting.asksToRing = self == .unanswered || self == .calledOffline
        let state: Reply.State? =
            switch self {
            case .coming: .coming
            case .passedOn: .passedOn
            case .unanswered: .unanswered
            default: nil
            }
        waiting.reply = state.map {
            Reply(event: waiting.event, state: $0, name: "佐藤 花子", minutes: 3, phone: "1234", at: Story.morning)
        }
        return waiting
    }

    private var form: Screen.WalkInForm {
        var form = Screen.WalkInForm(
            button: LayoutButton.standard[0], steps: [.company, .name, .headcount, .target], until: Self.until)
        let steps: [Showcase] = [.company, .name, .headcount, .target, .review]
        form.position = steps.firstIndex(of: self) ?? 1
        if form.position > 0 { form.company = "青空商事" }
        if form.position > 1 { form.name = "山田 太郎" }
        if form.position > 2 { form.headcount = "2" }
        if self == .nameMissing { form.problem = .empty }
        return form
    }

    /// A bright square before a dark ground.
    private static let picture: ScanLine.Preview? = {
        var pixels = [UInt8](repeating: 60, count: 80 * 60)
        for row in 15..<45 {
            for column in 10..<40 { pixels[row * 80 + column] = 230 }
        }
        let corners = [(10, 15), (40, 15), (40, 45), (10, 45)].map { ScanLine.Preview.Corner(x: $0.0, y: $0.1) }
        return ScanLine.Preview(width: 80, height: 60, pixels: pixels, corners: corners)
    }()
}

extension Story {
    /// Brings the kiosk outside its hours.
    mutating func close(at time: String) {
        model.now.now = Instant(rfc3339: time) ?? model.now.now
        model.screen = .closed
    }
}
