package import Reception

/// What the administrator can choose about the screen.
package struct KioskSettings: Hashable, Sendable {
    /// The language of the idle screen, to which every visitor returns.
    package var language: Language
    /// How long a result stays.
    package var resultTime: Duration
    /// How long an entry may rest before the kiosk returns to idle.
    package var idleTime: Duration
    /// The same code seen again within this time of its last sighting is silence.
    package var repeatSilence: Duration
    /// Whether a visitor's company is shown beside the name (row M7).
    package var showsCompany: Bool
    /// Which key leaves the program; none on a terminal nobody watches.
    package var exitKey: Key?
    /// A notice on the idle screen; empty for none (row M5).
    package var notice: String
    /// Whether codes come from a camera; if not, from a program, such as one that reads a serial scanner.
    package var hasCamera: Bool
    /// The time zone of the screen's clock until the site is known.
    package var localTime: SiteTime
    /// Whether every visitor starts with large letters.
    package var usesLargeLetters: Bool
    /// Dark or light; `nil` leaves it to the site's layout.
    package var theme: KioskLayout.Theme?
    /// Whether a light drifts across the idle screen.
    package var isAnimated: Bool
    /// The texts of every language.
    package var catalogs: Catalogs
    package var staff = StaffSettings()

    package init(
        language: Language = .japanese, resultTime: Duration = .seconds(12), idleTime: Duration = .seconds(30),
        repeatSilence: Duration = .seconds(5), showsCompany: Bool = false, exitKey: Key? = .control("q"),
        notice: String = "", hasCamera: Bool = true, localTime: SiteTime = .utc,
        usesLargeLetters: Bool = false, theme: KioskLayout.Theme? = nil, isAnimated: Bool = true,
        catalogs: Catalogs = .embedded
    ) {
        self.language = language
        self.resultTime = resultTime
        self.idleTime = idleTime
        self.repeatSilence = repeatSilence
        self.showsCompany = showsCompany
        self.exitKey = exitKey
        self.notice = notice
        self.hasCamera = hasCamera
        self.localTime = localTime
        self.usesLargeLetters = usesLargeLetters
        self.theme = theme
        self.isAnimated = isAnimated
        self.catalogs = catalogs
    }
}
