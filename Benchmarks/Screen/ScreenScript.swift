import Kiosk
import Reception

/// What visitors do before a kiosk, as messages of its model; each makes another screen of the one before.
struct ScreenScript {
    private(set) var model: Model
    private static let start = Instant(rfc3339: "2026-11-23T00:50:00Z") ?? Instant(milliseconds: 0)
    /// A machine is not switched on at a full second, so that its light and its clock move in turn.
    private static let uptime = Duration.milliseconds(100_300)
    private static let visit = start..<start.advanced(by: .seconds(3600))

    init() {
        model = Model(
            settings: KioskSettings(), link: .online, scanner: .none, uptime: ScreenScript.uptime,
            now: CorrectedTime(now: ScreenScript.start, isTrusted: true))
        _ = model.update(
            .synced(
                CacheSummary(
                    passes: 3, cursor: Cursor(epoch: "bench", sequence: 1), heardAt: ScreenScript.start,
                    site: SiteCard(number: 1, name: "本社", timeZone: "Asia/Tokyo", phone: "100"),
                    tenant: TenantCard(number: 1, name: "株式会社みどり"))))
    }

    /// Keys and answers in turn: another language, a passcode, its welcome, back to idle.
    static let steps: [Message] =
        [.key(.character("l")), .key(.character("1")), .key(.character("2")), .key(.backspace), .key(.escape)]
        + [welcome, .key(.escape), .key(.character("l")), refusal, .key(.escape)]

    /// A pass that was decided on and committed.
    static let welcome: Message = .admitted(
        Presentation(text: "UK1", means: .camera),
        Admission(
            verdict: .welcome(
                PassRecord(
                    id: PassID(7), kind: .single, state: .active, site: 1, window: visit, appointment: visit,
                    passcode: "", visitor: "山田 太郎", company: "青空商事", title: "打合せ", room: "会議室 A",
                    hosts: [HostCard(name: "佐藤 花子", phone: "1234")], language: nil)), event: .v7(.live), at: start))

    static let refusal: Message = .admitted(
        Presentation(text: "?", means: .camera), Admission(verdict: .notOurs, event: .v7(.live), at: start))

    /// Tells the model, a moment after what was before.
    mutating func tell(_ message: Message) {
        wait(.milliseconds(400))
        _ = model.update(message)
    }

    /// Waits, as the kiosk's loop does, until something changes by itself.
    ///
    /// - Returns: whether a minute began.
    mutating func waitForChange() -> Bool {
        let minute = model.now.now.milliseconds / 60_000
        wait(model.nextTick - model.uptime)
        return model.now.now.milliseconds / 60_000 != minute
    }

    private mutating func wait(_ time: Duration) {
        let now = CorrectedTime(now: model.now.now.advanced(by: time), isTrusted: true)
        _ = model.update(.tick(uptime: model.uptime + time, now: now))
    }
}
