import Foundation
import Kiosk
import Reception

/// A kiosk with staff, and a day's visitors.
extension Story {
    static let clerk = StaffMember(id: id(90), name: "鈴木 一郎", role: .desk)
    static let administrator = StaffMember(id: id(91), name: "田中 美咲", role: .administrator)

    /// A kiosk where somebody of the staff has signed in and sees the menu.
    static func staffed(
        _ member: StaffMember = clerk, _ language: Language = .english, list: VisitorList = visitors
    ) -> Story {
        var story = Story {
            $0.language = language
            $0.staff.canReprint = true
        }
        story.tell(.staff(.hasStaff(true)))
        story.press(.function(2))
        story.press("7")
        story.press(.enter)
        story.press("246810")
        story.press(.enter)
        story.tell(.staff(.answered(.number("7"), .signedIn(member))))
        story.tell(.staff(.visitors(list)))
        story.wait(.seconds(1))
        return story
    }

    /// Hands back what the model wanted recorded, as the desk does.
    mutating func recordStaffDeed(verdict: VerdictCode = .none) {
        for case .record(.staff(let deed)) in effects {
            tell(.recorded(.staff(deed), Event.of(deed, at: model.now.now, verdict: verdict)))
        }
    }

    /// The deeds that the last message has led to.
    var deeds: [StaffDeed] {
        effects.compactMap { if case .record(.staff(let deed)) = $0 { deed } else { nil } }
    }

    var console: StaffConsole? { if case .staff(let console) = model.screen { console } else { nil } }

    // MARK: - A day

    static let visitors = VisitorList(rows: day, isCut: false)

    /// It is 10:02 in Tokyo.
    private static let day: [VisitorRow] = [
        row(1, "山田 太郎", "青空商事", "佐藤 花子", at: -62, visit: -60, left: -5, exit: .own),
        row(2, "Müller, Jörg", "Ruhrstahl GmbH", "佐藤 花子", at: -32, visit: -30),
        row(3, "김 민준", "한빛전자", "斎藤 一郎", at: -12),
        row(4, "王 小明", "北京贸易", "高橋 健", at: 28, room: "会議室 B"),
        row(5, "ウォーカー", "", "総務部", at: nil, visit: -20, party: 3),
        row(6, "髙橋 由美", "みどり印刷", "佐藤 花子", at: 58, state: .cancelled),
        row(7, "小林 誠", "株式会社東日本精密機械製作所", "中村 俊介", at: 118, room: "第二応接室"),
        row(8, "伊藤 蘭", "伊藤デザイン", "高橋 健", at: -122, visit: -120, left: -40, exit: .staff),
        row(9, "渡辺 直美", "渡辺商店", "中村 俊介", at: -182, visit: -180, left: -120, exit: .assumed),
    ]

    static func row(
        _ number: UInt64, _ name: String, _ company: String, _ host: String, at minutes: Int?, visit: Int? = nil,
        left: Int? = nil, exit: ExitKind? = nil, room: String = "会議室 A", party: Int = 1, state: PassState = .active
    ) -> VisitorRow {
        func time(_ minutes: Int) -> Instant { morning.advanced(by: .seconds(60 * minutes)) }
        return VisitorRow(
            id: PassID(number), name: name, company: company, hosts: host.isEmpty ? [] : [host], title: "打合せ",
            room: minutes == nil ? "" : room, expected: minutes.map { time($0)..<time($0 + 60) },
            visit: visit.map { VisitState(checkedInAt: time($0), checkedOutAt: left.map(time), exit: exit) },
            exit: exit, headcount: party, state: state, safeAt: nil, kiosk: "")
    }
}

extension Event {
    /// What the register makes of a deed.
    static func of(_ deed: StaffDeed, at now: Instant, verdict: VerdictCode = .none) -> Event {
        var event = Event.call(at: now)
        event.means = .staff
        event.staff = deed.staff
        event.verdict = verdict
        switch deed.what {
        case .checkIn(let pass): (event.kind, event.pass) = (.checkIn, pass)
        case .checkOut(let pass): (event.kind, event.pass) = (.checkOut, pass)
        case .walkIn(let walkIn, let request):
            (event.kind, event.pass, event.walkIn, event.target) = (.walkIn, PassID(99), walkIn, request.target)
        case .about(let pass, let act): (event.kind, event.pass, event.act) = (.staff, pass, act)
        case .act(let act): (event.kind, event.act) = (.staff, act)
        }
        return event
    }
}
