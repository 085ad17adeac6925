import Foundation
import Kiosk
import Reception
import Testing

/// The console's screens as pictures in `Screens/`, and what holds for all of them.
@Suite struct StaffScreenTests {
    enum Shown: String, CaseIterable {
        case signIn, signInPIN, signInRefused, signInNobody, menu, menuClerk, visitors, visitorsSearched, visitorsNone
        case visitorInside, visitorExpected, visitorGone, visitorConfirm, visitorTime, visitorDone
        case evacuation, evacuationMissing, evacuationLeft, evacuationEnd, health, healthTrouble, setAside, log,
            settings
        case maintenanceAsk, maintenance

        func story(_ language: Language) -> Story {
            switch self {
            case .signIn, .signInPIN, .signInRefused, .signInNobody: return entry(language)
            case .menu: return .staffed(Story.administrator, language)
            case .menuClerk: return .staffed(Story.clerk, language)
            case .evacuation, .evacuationMissing, .evacuationLeft, .evacuationEnd, .health, .healthTrouble, .setAside,
                .log,
                .settings, .maintenanceAsk, .maintenance:
                return page(language)
            default: return console(language)
            }
        }

        private func entry(_ language: Language) -> Story {
            var story = Story { $0.language = language }
            if self != .signInNobody { story.tell(.staff(.hasStaff(true))) }
            story.press(.function(2))
            guard self != .signIn, self != .signInNobody else { return story }
            story.press("12")
            story.press(.enter)
            story.press("2468")
            guard self == .signInRefused else { return story }
            story.press("10")
            story.press(.enter)
            story.tell(.staff(.answered(.number("12"), .refused(wait: .seconds(4)))))
            return story
        }

        private func page(_ language: Language) -> Story {
            switch self {
            case .evacuation, .evacuationMissing, .evacuationLeft, .evacuationEnd:
                var story = EvacuationTests.opened(language)
                if self == .evacuationLeft { story.press(.left) }
                guard self == .evacuationMissing || self == .evacuationEnd else { return story }
                story.press(.enter)
                story.recordStaffDeed()
                story.tell(.link(.offline(since: Story.morning)))
                story.press(self == .evacuationEnd ? Key.character("e") : .tab)
                return story
            default: break
            }
            var story = Story.staffed(Story.administrator, language)
            switch self {
            case .health, .healthTrouble:
                story.press("4")
                story.tell(.staff(.health(StaffPagesTests.machine)))
                guard self == .healthTrouble else { break }
                story.tell(.link(.offline(since: Story.morning, because: .certificate)))
                story.tell(.outbox(OutboxCounts(waiting: 12, setAside: 1)))
                story.tell(.storageTrouble(StorageFailure(reason: .full, description: "The disk is full.")))
            case .setAside:
                story.press("5")
                story.tell(.staff(.setAside(StaffPagesTests.setAside)))
            case .log:
                story.press("6")
                story.tell(.staff(.log(StaffPagesTests.log)))
            case .settings: story.press("7")
            default:
                story.press("8")
                guard self == .maintenance else { break }
                story.press(.enter)
                story.recordStaffDeed()
                story.press(.escape)
                story.recordStaffDeed()
                story.model.language = language
            }
            return story
        }

        private func console(_ language: Language) -> Story {
            var story = Story.staffed(Story.clerk, language)
            if self == .visitorsNone { story.tell(.staff(.visitors(VisitorList(rows: [], isCut: false)))) }
            story.press("1")
            switch self {
            case .visitorsSearched: story.press("佐藤")
            case .visitorInside: story.open(2)
            case .visitorExpected: story.open(4)
            case .visitorGone: story.open(9)
            case .visitorConfirm:
                story.open(2)
                story.press("6")
            case .visitorTime:
                story.open(2)
                story.press("3")
                story.press("09")
            case .visitorDone:
                story.open(2)
                story.press("2")
                story.recordStaffDeed()
            default: break
            }
            return story
        }
    }

    private static let sizes = [
        Size(rows: 12, columns: 40), Size(rows: 24, columns: 80), Size(rows: 43, columns: 132),
        Size(rows: 60, columns: 200), Size(rows: 96, columns: 54),
    ]

    private func forAll(_ body: (Shown, Language, Size, Frame, Model) -> Void) {
        for screen in Shown.allCases {
            for language in Language.allCases {
                let model = screen.story(language).model
                for size in Self.sizes { body(screen, language, size, model.view(size), model) }
            }
        }
    }

    @Test(arguments: Shown.allCases)
    func `every page looks as it did in every size and language`(screen: Shown) throws {
        for language in Language.allCases {
            let model = screen.story(language).model
            let pictures = Self.sizes.map { size in
                "\(size.columns)x\(size.rows)\n" + compact(model.view(size).description)
            }
            try expectScreen("staff-\(screen.rawValue)-\(language.rawValue)", pictures.joined(separator: "\n"))
        }
    }

    @Test func `every key that a page shows does something there`() {
        forAll { screen, language, size, frame, model in
            for row in 0..<size.rows {
                for key in Set((0..<size.columns).compactMap { frame.key(row: row, column: $0) }) {
                    var touched = model
                    _ = touched.update(.tick(uptime: model.uptime + .seconds(1), now: model.now))
                    var idle = touched
                    let effects = touched.update(.key(key))
                    _ = idle.update(.key(.other))
                    // The chosen filter is shown again, and a selection that stands at the end stays.
                    if case .part = key { continue }
                    if case .row = key, [.evacuationLeft, .setAside, .log].contains(screen) { continue }
                    #expect(
                        touched != idle || !effects.isEmpty, "\(key) does nothing on \(screen) (\(language), \(size))")
                }
            }
        }
    }

    @Test func `no page draws beyond its edge, however small`() {
        for size in [(0, 0), (3, 10), (5, 20), (8, 30), (12, 39)].map({ Size(rows: $0.0, columns: $0.1) }) {
            for screen in Shown.allCases {
                let frame = screen.story(.japanese).model.view(size)
                #expect(frame.cells.count == size.rows && frame.cells.allSatisfy { $0.count == size.columns })
            }
        }
    }

    @Test func `no PIN stands on the screen or is read aloud`() {
        let frame = Shown.signInPIN.story(.english).model.view(Size(rows: 24, columns: 80))
        #expect(frame.description.contains("••••") && !frame.description.contains("2468"))
        #expect(!frame.reading.joined().contains("2468"))
    }
}

extension Story {
    /// Opens that visitor from the list.
    mutating func open(_ number: UInt64) {
        guard case .visitors(let page)? = console?.page,
            let place = page.rows.firstIndex(where: { $0.id == PassID(number) })
        else { return }
        press(.row(place))
        recordStaffDeed()
    }
}
