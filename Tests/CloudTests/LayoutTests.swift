import CloudDomain
import CloudStorage
import Foundation
import Reception
import Testing

import struct CloudDomain.Host
import struct Reception.Cursor

/// Layouts: what is wrong with one, what visitors will see of it, and who is told.
struct LayoutTests {
    private static let host = Host(
        id: UUID(), name: "佐藤 花子", mail: "", phone: "", department: nil, hasChannel: false)
    private static let department = Department(id: UUID(), name: "営業部", site: nil)

    private func check(_ json: String) -> LayoutCheck {
        LayoutCheck(Data(json.utf8), hosts: [Self.host], departments: [Self.department])
    }

    @Test func `what is missing is the standard's, and the standard itself is good`() throws {
        #expect(check("{}").layout == .standard)
        let standard = String(decoding: try Wire.encode(KioskLayout.standard), as: UTF8.self)
        #expect(check(standard).mistakes == [])
        #expect(check(standard).layout == .standard)
    }

    @Test func `a target may be written by name`() {
        let layout = check(
            """
            {"buttons": [{"id": "a", "action": "call", "target": "department/営業部", "then": ["host/佐藤 花子"]}]}
            """
        ).layout
        #expect(layout?.buttons.first?.target == .department(Self.department.id))
        #expect(layout?.buttons.first?.then == [.host(Self.host.id)])
    }

    private static let long = String(repeating: "長", count: 21)
    private static let mistakes: [(json: String, place: String)] = [
        ("nonsense", "The layout"),
        ("[]", "The layout"),
        (#"{"colour": "red"}"#, "colour"),
        (#"{"languages": ["ja", "fr"]}"#, "languages[1]"),
        (#"{"languages": ["ja", "ja"]}"#, "languages[1]"),
        (#"{"languages": []}"#, "languages"),
        (#"{"banner": "\#(long)"}"#, "banner"),
        (#"{"theme": "pink"}"#, "theme"),
        (#"{"buttons": [{"id": "a", "action": "checkOut"}]}"#, "buttons"),
        (#"{"buttons": [{"id": "", "action": "call"}]}"#, "buttons[0].id"),
        (#"{"buttons": [{"id": "a", "action": "call"}, {"id": "a", "action": "host"}]}"#, "buttons[1].id"),
        (#"{"buttons": [{"id": "a", "action": "sing"}, {"id": "b", "action": "call"}]}"#, "buttons[0].action"),
        (#"{"buttons": [{"id": "a"}, {"id": "b", "action": "call"}]}"#, "buttons[0].action"),
        (#"{"buttons": [{"id": "a", "action": "call", "target": "host/誰か"}]}"#, "buttons[0].target"),
        (#"{"buttons": [{"id": "a", "action": "call", "then": ["nobody"]}]}"#, "buttons[0].then[0]"),
        (#"{"buttons": [{"id": "a", "action": "call", "labels": {"en": "\#(long)"}}]}"#, "buttons[0].labels.en"),
        (#"{"buttons": [{"id": "a", "action": "call", "labels": {"xx": "A"}}]}"#, "buttons[0].labels.xx"),
        (#"{"buttons": [{"id": "a", "action": "call", "worksWhenClosed": 1}]}"#, "buttons[0].worksWhenClosed"),
        (#"{"buttons": [{"id": "a", "action": "call", "colour": 1}]}"#, "buttons[0].colour"),
        (#"{"walkIn": ["company"]}"#, "walkIn"),
        (#"{"walkIn": ["name", "shoeSize"]}"#, "walkIn[1]"),
        (#"{"walkIn": ["name", "name"]}"#, "walkIn[1]"),
        (#"{"hours": {"week": {"monday": ["09:00-12:00", "11:00-13:00"]}, "holidays": []}}"#, "hours.week.monday[1]"),
        (#"{"hours": {"week": {"monday": ["12:00-09:00"]}, "holidays": []}}"#, "hours.week.monday[0]"),
        (#"{"hours": {"week": {"noday": []}, "holidays": []}}"#, "hours.week.noday"),
        (#"{"hours": {"holidays": [{"date": "2026-02-30", "name": "x"}]}}"#, "hours.holidays[0].date"),
        (#"{"hours": {}}"#, "hours.holidays"),
        (#"{"texts": {"ja": {"notice": "\#(long)"}}}"#, "texts.ja.notice"),
        (#"{"texts": {"ja": {"joke": "x"}}}"#, "texts.ja.joke"),
        (#"{"answerSeconds": 9}"#, "answerSeconds"),
        (#"{"answerSeconds": 601}"#, "answerSeconds"),
        (#"{"answerSeconds": "60"}"#, "answerSeconds"),
        (#"{"showsCompany": "no"}"#, "showsCompany"),
    ]

    @Test(arguments: mistakes)
    func `each mistake is one sentence with its place`(_ json: String, _ place: String) {
        let check = check(json)
        #expect(check.layout == nil)
        #expect(check.mistakes.count == 1)
        #expect(check.mistakes.first?.hasPrefix(place + ": ") == true, "\(check.mistakes)")
        #expect(check.mistakes.first?.hasSuffix(".") == true)
    }

    @Test func `every mistake is found at once`() {
        #expect(check(#"{"theme": "pink", "answerSeconds": 1, "walkIn": []}"#).mistakes.count == 3)
    }

    @Test func `a layout is told to its site alone, and its end as the standard`() async throws {
        let ground = try Ground()
        let kiosk = try await ground.kiosk()
        let osaka = try ground.store.write { try $0.addSite(name: "Osaka", time: .utc, phone: "", webhook: nil) }
        func told() async throws -> [KioskLayout] {
            let cursor = Cursor(epoch: try await ground.epoch(), sequence: 0)
            return try await ground.store.changes(for: kiosk, after: cursor, limit: 100).changes.compactMap {
                if case .layout(let layout) = $0.change { layout } else { nil }
            }
        }
        let (ours, theirs) = (KioskLayout(banner: "ours"), KioskLayout(banner: "theirs"))
        try ground.store.write { transaction in
            try transaction.setLayout(ours, of: ground.site)
            try transaction.setLayout(theirs, of: osaka)
        }
        #expect(try await told() == [ours])
        #expect(try ground.store.read { try $0.layout(of: osaka) } == theirs)
        try ground.store.write { try $0.resetLayout(of: ground.site) }
        #expect(try await told() == [.standard])
        #expect(try ground.store.read { try $0.layout(of: ground.site) } == nil)
    }

    @Test(arguments: ["ja", "en", "zh-Hans", "ko"])
    func `the preview calls actions as the kiosks do`(_ language: String) throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let catalog = try String(
            contentsOf: root.appendingPathComponent("Assets/locales/\(language).txt"), encoding: .utf8)
        for action in LayoutButton.Action.allCases {
            let name = action.rawValue.prefix(1).uppercased() + action.rawValue.dropFirst()
            let line = "button\(name) = \(OwnLabels.text(of: action, in: language))"
            #expect(catalog.split(separator: "\n").contains(Substring(line)), "\(line)")
        }
    }

    @Test func `the preview has the buttons of each language, whom they ring, and two weeks of hours`() throws {
        let site = Site(
            number: 1, name: "Tokyo", time: SiteTime(identifier: "Asia/Tokyo") ?? .utc, phone: "", hasFallback: true)
        let layout = try #require(
            check(
                """
                {"languages": ["ja", "en"], "texts": {"ja": {"notice": "避難訓練"}},
                 "buttons": [{"id": "sales", "action": "call", "target": "department/営業部", "then": ["reception"],
                              "labels": {"ja": "営業部", "en": "Sales"}},
                             {"id": "out", "action": "checkOut"}],
                 "hours": {"week": {"monday": ["09:00-12:00", "13:00-17:30"]},
                           "holidays": [{"date": "2026-11-30", "name": "創立記念日"}]}}
                """
            ).layout)
        let text = LayoutPreview(layout, site: site, hosts: [Self.host], departments: [Self.department])
            .text(at: .at("2026-11-23T01:00:00Z"))
        #expect(text.contains("  2. 退館する") && text.contains("  2. Check out"))
        for line in [
            "  1. 営業部", "  1. Sales", "  notice: 避難訓練", "  sales: 営業部, then the reception",
            "  2026-11-23 monday: 09:00-12:00, 13:00-17:30", "  2026-11-24 tuesday: closed",
            "  2026-11-30 monday: closed, 創立記念日", "  2026-12-06 sunday: closed",
        ] {
            #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)")
        }
        #expect(!text.contains("2026-12-07"))
    }
}
