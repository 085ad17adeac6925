import ArgumentParser
import Foundation
import Kiosk
import KioskStorage
import Reception

/// `status`: how the kiosk is, without touching it.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show enrolment, sync, queue and clock; works while the kiosk runs.")

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        try Outcome.of {
            let configuration = try file.load()
            var status = try Status(Premises.open(configuration, as: .onlooker))
            if Revocation.isMarked(in: configuration) { status.noteRevocation() }
            print(json ? String(decoding: try Wire.encode(status), as: UTF8.self) : status.text)
        }
    }
}

/// What `status` tells; the JSON has the same names.
struct Status: Codable, Equatable {
    var program: String
    var enrolled: Bool
    var cloud: String?
    var kiosk: UUID?
    var tenant: String?
    var site: String?
    var passes: Int
    /// How many passes a full sync has brought so far; missing when none is under way.
    var loadedPasses: Int?
    var cursor: Cursor?
    var heardAt: Instant?
    var cacheAgeSeconds: Int64?
    var waiting: Int
    var setAside: Int
    /// Of the running kiosk: online, offline, refused, connecting; missing when none runs. Revoked also of one that has
    /// ended since.
    var link: String?
    /// Why it is not online and what to do, in a sentence.
    var linkSentence: String?
    var offlineSince: Instant?
    /// What the screen shows and offers.
    var layout: LayoutStatus
    /// Whether the reception is open now, by the site's clock and hours.
    var hours: HoursStatus
    var clockTrusted: Bool
    var clockOffsetMilliseconds: Int64
    /// Why the disk takes nothing, `full` or `read-only`; missing while it does.
    var disk: String?
    /// Outboxes that were found damaged and kept.
    var damagedOutboxes: [String]

    init(_ premises: Premises) throws {
        let summary = try premises.store.summary()
        let counts = try premises.store.counts()
        let moment = premises.clock.moment
        program = premises.configuration.store.program
        enrolled = premises.enrolment != nil
        cloud = premises.enrolment?.cloud
        kiosk = premises.enrolment?.kiosk
        tenant = summary.tenant?.name
        site = summary.site?.name
        passes = summary.passes
        loadedPasses = summary.loadedPasses
        cursor = summary.cursor
        heardAt = summary.heardAt
        cacheAgeSeconds = summary.heardAt.map { moment.corrected.now.since($0).components.seconds }
        waiting = counts.waiting
        setAside = counts.setAside
        let note = LinkNote(in: premises.directory, premises.clock.world).read()
        link = note?.link
        linkSentence = note?.sentence
        offlineSince = note?.since
        layout = LayoutStatus(summary.layout, departments: summary.departments.count)
        hours = HoursStatus(
            (summary.layout ?? .standard).hours, at: moment.corrected.now,
            in: summary.site.flatMap { SiteTime(identifier: $0.timeZone) } ?? premises.configuration.screen.localTime)
        clockTrusted = moment.corrected.isTrusted
        clockOffsetMilliseconds = moment.clock.offsetMilliseconds
        disk =
            switch DiskState(at: premises.directory.path) {
            case .full: "full"
            case .readOnly: "read-only"
            case .free, nil: nil
            }
        damagedOutboxes = premises.directory.damagedOutboxes
    }

    /// The kiosk was revoked: nothing else is left to tell.
    mutating func noteRevocation() {
        link = LinkState.revoked.name
        linkSentence = LinkState.revoked.sentence
    }

    private var linkText: String {
        guard enrolled || link == LinkState.revoked.name else { return "none: \(LinkState.notEnrolled.sentence)" }
        guard let link, let linkSentence else { return "unknown: no kiosk runs here; ask uketsuke-kiosk doctor" }
        return "\(link)\(offlineSince.map { " since \($0)" } ?? ""): \(linkSentence)"
    }

    var text: String {
        let place = [tenant, site].compactMap { $0 }.joined(separator: ", ")
        let load = loadedPasses.map { "; a full sync has brought \($0) passes so far" } ?? ""
        let sync = heardAt.map { "\(passes) passes, last heard \($0) (\(cacheAgeSeconds ?? 0) s ago)" } ?? "never"
        let clock =
            clockTrusted ? "trusted, \(clockOffsetMilliseconds) ms off the cloud's" : "not to be believed; set it"
        var lines = [
            "Program    \(program)",
            "Enrolment  \(enrolled ? "\(place) at \(cloud ?? "")" : "none")",
            "Link       \(linkText)", "Sync       \(sync)\(load)",
            "Queue      \(waiting) waiting, \(setAside) set aside",
            "Screen     \(layout.text)",
            "Hours      \(hours.text)",
            "Clock      \(clock)",
        ]
        if let disk { lines.append("Disk       \(disk): nothing can be recorded; see uketsuke-kiosk doctor") }
        lines += damagedOutboxes.map { "Damaged    \($0) was kept; tell the administrator" }
        return lines.joined(separator: "\n")
    }
}
