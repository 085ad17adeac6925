package import Foundation
package import Reception

/// What the console reads of this machine and does with it, apart from the book. Calls block and run beside the desk.
package protocol StaffMachine: Sendable {
    func health() -> MachineHealth

    /// The log's newest lines, the newest first, at most ``LogEntry/most``.
    func recentLog() throws(StorageFailure) -> [LogEntry]

    /// Prints a page; where no program prints, or it fails, the page is kept as a file (0600) in the data folder.
    func print(_ job: PrintJob) throws(StorageFailure) -> PrintOutcome

    /// Deletes the page that was kept.
    func forgetPage()

    /// Keeps what staff have chosen for the next start.
    func keep(_ choices: ConsoleChoices) throws(StorageFailure)
}

/// How this machine is, beyond what the model knows.
package struct MachineHealth: Hashable, Sendable {
    package enum Disk: Hashable, Sendable {
        /// Megabytes (10⁶) that may still be written.
        case free(Int)
        case full, readOnly
        /// Nothing is known of the data folder's file system.
        case unknown
    }

    package var disk: Disk
    /// The cloud's time minus this machine's.
    package var clockOffset: Duration
    /// Outboxes that were found damaged and kept aside.
    package var damagedOutboxes: Int
    /// Name and version.
    package var program: String

    package init(disk: Disk, clockOffset: Duration, damagedOutboxes: Int, program: String) {
        self.disk = disk
        self.clockOffset = clockOffset
        self.damagedOutboxes = damagedOutboxes
        self.program = program
    }
}

/// One line of the log: no personal data.
package struct LogEntry: Hashable, Sendable {
    package static let most = 200

    /// By this machine's clock; missing for a line of a library.
    package var at: Instant?
    package var text: String

    package init(at: Instant?, text: String) {
        self.at = at
        self.text = text
    }
}

/// A page for a printer. As JSON it is one object for the program of `[hooks] on_print`. Personal data: it goes to the
/// program's standard input alone.
package struct PrintJob: Encodable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case evacuation
    }

    package var kind: Kind
    package var at: Instant
    /// The same on the site's wall: `2026-11-23 10:02`.
    package var localTime: String
    package var tenant: String?
    package var site: String?
    /// BCP 47.
    package var language: String
    /// The page in plain text, lines of at most 78 columns; control characters are newlines only.
    package var text: String

    package init(
        kind: Kind, at: Instant, localTime: String, tenant: String?, site: String?, language: String, text: String
    ) {
        self.kind = kind
        self.at = at
        self.localTime = localTime
        self.tenant = tenant
        self.site = site
        self.language = language
        self.text = text
    }

    /// One JSON object in one line, without a newline.
    package var json: Data { (try? Wire.encode(self)) ?? Data("{}".utf8) }
}

/// What became of a page.
package enum PrintOutcome: Hashable, Sendable {
    case printed
    /// Kept in a file of that name, because nothing prints here or because printing failed.
    case kept(String, hasFailed: Bool)
}
