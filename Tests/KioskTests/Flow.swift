import Foundation
import Kiosk
import Reception

/// A story at a kiosk with a layout, hosts and departments.
extension Story {
    static let sales = department(1, "営業部", "えいぎょうぶ", phone: "210")
    static let accounts = department(2, "経理部", "けいりぶ", phone: "")
    static let sato = HostMatch(
        host: HostRecord(id: id(11), name: "佐藤 花子", reading: "さとう はなこ", department: id(1), phone: "1234"),
        department: "営業部")
    static let saito = HostMatch(
        host: HostRecord(id: id(12), name: "斎藤 一郎", reading: "さいとう いちろう", department: nil, phone: ""),
        department: "")

    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number))
    }

    static func department(_ number: UInt8, _ name: String, _ reading: String, phone: String) -> DepartmentRecord {
        DepartmentRecord(id: id(number), name: name, reading: reading, phone: phone)
    }

    /// A kiosk whose cloud has told a layout and two departments.
    static func laidOut(_ change: (inout KioskLayout) -> Void = { _ in }) -> Story {
        var layout = KioskLayout.standard
        change(&layout)
        var story = Story()
        story.lay(layout)
        return story
    }

    mutating func lay(_ layout: KioskLayout?, sequence: Int64 = 2) {
        var cache = Story.cache(sequence: sequence)
        cache.layout = layout
        cache.departments = [Story.accounts, Story.sales]
        tell(.synced(cache))
    }

    mutating func press(_ key: Key) { tell(.key(key)) }

    /// The desk has recorded what the last key asked for.
    @discardableResult
    mutating func recordLast() -> UUID? {
        guard case .record(let action) = effects.first else { return nil }
        var event = Event.call(at: model.now.now)
        if case .walkIn = action { event.kind = .walkIn }
        tell(.recorded(action, event))
        return event.id
    }

    mutating func reply(
        _ event: UUID, _ state: Reply.State, name: String = "佐藤 花子", minutes: Int? = nil, phone: String = ""
    ) {
        let reply = Reply(event: event, state: state, name: name, minutes: minutes, phone: phone, at: model.now.now)
        tell(.replied([reply]))
    }

    var digits: String? { if case .passcode(let entry) = model.screen { entry.digits } else { nil } }
    var form: Screen.WalkInForm? { if case .walkIn(let form) = model.screen { form } else { nil } }
    var search: Screen.HostSearch? { if case .hostSearch(let search) = model.screen { search } else { nil } }
    var list: Screen.DepartmentList? { if case .departments(let list) = model.screen { list } else { nil } }
    var waiting: Screen.Waiting? { if case .waiting(let waiting) = model.screen { waiting } else { nil } }
    var result: Screen.Result? { if case .result(let result) = model.screen { result } else { nil } }
}
