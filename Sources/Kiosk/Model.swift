package import Reception

/// The whole state of the kiosk's screen: a value. What happens is a ``Message``; what is to be done is an ``Effect``.
package struct Model: Hashable, Sendable {
    package var settings: KioskSettings
    package var screen = Screen.idle
    package var language: Language
    package var link: LinkState
    package var outbox = OutboxCounts(waiting: 0, setAside: 0)
    package var scanner: ScannerState
    package var cache = CacheSummary(passes: 0, cursor: nil, heardAt: nil, site: nil, tenant: nil) {
        didSet {
            cache = cache.bounded
            applyLayout()
        }
    }
    /// What the screen shows and offers; changed only while nobody is at it. The last one that the cloud has told is
    /// kept.
    package internal(set) var layout = KioskLayout.standard
    /// Whether the letters are large; the next visitor starts as the administrator wants it.
    package var usesLargeLetters = false
    /// What the camera sees; `nil` without one, and while it does not tell.
    package var picture: ScanLine.Preview?
    package var notes: [StaffNote] = []
    /// What the cloud wants staff to know, in its own sentences.
    package var advice: [String] = []
    /// What the cloud has said of late, newest last: its word on an event may be here before the desk's own, because
    /// each comes from a thread of its own.
    var heard: [EventResult] = []
    /// How the disk failed the desk or a lane, if it has not served one since.
    package var storageTrouble: StorageFailure.Reason?
    /// Whether it was the outbox that failed: then the cache's success says nothing.
    var hasFailedToRecord = false
    /// Whether anybody may sign in: then only they leave the program.
    package var hasStaff = false
    /// What staff have chosen here.
    package internal(set) var choices = ConsoleChoices()
    /// By the monotonic clock.
    package var uptime: Duration
    /// By the corrected clock.
    package var now: CorrectedTime
    package var isFinished = false
    /// Whether the program begins again when it is finished.
    package internal(set) var startsAnew = false

    /// The code seen last, and when: its repetition is silence.
    var lastCode: (text: String, seen: Duration)? {
        get { lastCodeText.map { ($0, lastCodeSeen) } }
        set {
            lastCodeText = newValue?.text
            lastCodeSeen = newValue?.seen ?? .zero
        }
    }
    private var lastCodeText: String?
    private var lastCodeSeen = Duration.zero
    /// When a foreign code was seen last.
    var lastForeign: Duration?
    /// What the camera asks of the visitor, and until when that holds.
    var hint: CameraHint?

    var tries = PasscodeTries()
    /// What a key asked for has been handed to the desk, and is not answered yet.
    var recording: Recording?
    /// Until then keys are for the screen that stood here before: this one came by itself, and nobody has read it.
    var keysFrom = Duration.zero
    /// Which visitor's turn it is: another number when a screen has been left behind for the next one.
    var turn = 0
    /// When an idle screen that somebody has changed (language, letters) is the next visitor's again.
    var restUntil: Duration?
    /// What somebody was told of lately: an answer may come when its screen is gone.
    var awaited: [Awaited] = []

    package init(
        settings: KioskSettings, link: LinkState, scanner: ScannerState, uptime: Duration, now: CorrectedTime
    ) {
        self.settings = settings
        self.link = link
        self.scanner = scanner
        self.uptime = uptime
        self.now = now
        language = settings.language
        usesLargeLetters = settings.usesLargeLetters
    }

    /// The site's time zone; the machine's own until the site is known, UTC where the machine does not know the zone.
    package var siteTime: SiteTime {
        guard let site = cache.site else { return settings.localTime }
        return SiteTime(identifier: site.timeZone) ?? .utc
    }

    /// The machine has no data for the site's time zone: days and times are UTC's, and staff must know.
    var lacksTimeZone: Bool { cache.site.map { SiteTime(identifier: $0.timeZone) == nil } ?? false }
}

/// What would make the code before the camera readable, until then by the monotonic clock.
struct CameraHint: Hashable, Sendable {
    var advice: ScanLine.Hint
    var until: Duration

    /// A worker tells a hint once and takes it back; one that has stood for so long is about the room, not about
    /// anybody's code, and must not hide what to do.
    static let lifetime = Duration.seconds(30)
}

/// Slows down who tries passcodes; never who shows codes (row S25, scenario 13).
struct PasscodeTries: Hashable, Sendable {
    private var failures = 0
    private var blockedUntil = Duration.zero
    private var lastFailure = Duration.zero

    /// Wrong tries without a wait.
    static let free = 3

    /// How long the next try must wait.
    func wait(at uptime: Duration) -> Duration { max(.zero, blockedUntil - uptime) }

    /// Doubles the wait with each wrong try beyond the free ones: 2 s, 4 s … one minute. Five quiet minutes forgive all.
    mutating func failed(at uptime: Duration) {
        if uptime - lastFailure > .seconds(300) { failures = 0 }
        failures += 1
        lastFailure = uptime
        guard failures > PasscodeTries.free else { return }
        blockedUntil = uptime + min(.seconds(60), .seconds(1 << min(failures - PasscodeTries.free, 6)))
    }

    mutating func succeeded() { self = PasscodeTries() }
}
