import Reception

@testable import Kiosk

/// A kiosk's screen without a kiosk, for targets that end in what visitors see.
enum Stage {
    /// At ten in the morning of a day in 2026, enrolled and online.
    static func model(_ change: (inout KioskSettings) -> Void = { _ in }) -> Model {
        var settings = KioskSettings()
        change(&settings)
        let now = Instant(milliseconds: 1_795_395_600_000)
        var model = Model(
            settings: settings, link: .online, scanner: .none, uptime: .seconds(100),
            now: CorrectedTime(now: now, isTrusted: true))
        model.cache = CacheSummary(
            passes: 3, cursor: Cursor(epoch: "e", sequence: 1), heardAt: now,
            site: SiteCard(number: 1, name: "本社", timeZone: "Asia/Tokyo", phone: "100"),
            tenant: TenantCard(number: 1, name: "株式会社みどり"))
        return model
    }

    /// Draws the screen at the smallest size and at a usual one; each frame is as large as it was asked for.
    static func draw(_ model: Model) {
        for size in [Size(rows: 12, columns: 40), Size(rows: 24, columns: 80)] {
            let frame = model.view(size)
            precondition(frame.size == size, "a frame of another size")
        }
    }

    /// Whether something is on screen that a next visitor must not see.
    static func leaves(_ model: Model) -> Bool {
        !model.screen.isHome && !model.isFinished
    }
}
