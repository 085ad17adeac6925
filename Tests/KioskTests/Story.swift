import Foundation
import Kiosk
import Reception

/// A kiosk's model with the helpers that let a test read as a story.
struct Story {
    var model: Model
    private(set) var effects: [Effect] = []
    /// Whether something came by itself just now.
    private var isFresh = false
    static let morning = Instant(rfc3339: "2026-11-23T01:02:00Z") ?? Instant(milliseconds: 0)

    init(_ change: (inout KioskSettings) -> Void = { _ in }) {
        var settings = KioskSettings()
        change(&settings)
        model = Model(
            settings: settings, link: .online, scanner: .none, uptime: .seconds(100),
            now: CorrectedTime(now: Story.morning, isTrusted: true))
        tell(.synced(Story.cache(sequence: 1)))
    }

    static func cache(sequence: Int64) -> CacheSummary {
        CacheSummary(
            passes: 3, cursor: Cursor(epoch: "e", sequence: sequence), heardAt: morning,
            site: SiteCard(number: 1, name: "本社", timeZone: "Asia/Tokyo", phone: "100"),
            tenant: TenantCard(number: 1, name: "株式会社みどり"))
    }

    static let pass = PassRecord(
        id: PassID(7), kind: .single, state: .active, site: 1, window: morning..<morning.advanced(by: .seconds(9999)),
        appointment: morning..<morning.advanced(by: .seconds(3600)), passcode: "", visitor: "山田 太郎", company: "青空商事",
        title: "打合せ", room: "会議室 A", hosts: [HostCard(name: "佐藤 花子", phone: "1234")], language: nil)

    /// A key comes when its screen has stood for a moment, as a person's does.
    mutating func tell(_ message: Message) {
        if case .key = message {
            if isFresh { wait(.milliseconds(300)) }
        } else {
            isFresh = true
        }
        effects = model.update(message)
    }

    /// Tells it at once, as a key that was under way.
    mutating func tellAtOnce(_ message: Message) { effects = model.update(message) }

    mutating func press(_ keys: String) { for key in keys { tell(.key(.character(key))) } }

    mutating func wait(_ duration: Duration) {
        let now = CorrectedTime(now: model.now.now.advanced(by: duration), isTrusted: model.now.isTrusted)
        let before = model.screen
        tell(.tick(uptime: model.uptime + duration, now: now))
        isFresh = duration < .milliseconds(300) || model.screen != before
    }

    @discardableResult
    mutating func present(_ verdict: Verdict, text: String = "UK1", means: Means = .wedge) -> UUID {
        let id = UUID.v7(.live)
        let admission = Admission(verdict: verdict, event: id, at: model.now.now)
        tell(.admitted(Presentation(text: text, means: means), admission))
        return id
    }

    mutating func settle(_ id: UUID, _ status: EventResult.Status = .accepted, notice: NoticeState? = .queued) {
        tell(.settled([EventResult(id: id, status: status, notice: notice)]))
    }

    func screen(rows: Int = 24, columns: Int = 80) -> String {
        model.view(Size(rows: rows, columns: columns)).description
    }
}

extension Event {
    /// Somebody at the kiosk asked for a member of staff.
    static func call(at now: Instant) -> Event {
        Event(
            id: .v7(.live), stream: .v7(.live), sequence: 1, kind: .call, pass: nil, verdict: .none, means: .screen,
            occurredAt: now,
            clock: ClockReading(bootID: "", uptimeMilliseconds: 0, isTrusted: true, offsetMilliseconds: 0),
            cache: CacheStamp(cursor: nil, ageMilliseconds: nil), program: "test")
    }
}
