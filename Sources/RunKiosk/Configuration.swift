import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception

/// Everything that `kiosk.conf` can say, with its defaults.
///
/// ``entries`` is the one list of settings: reading, the checks and the example file's test all go by it.
struct Configuration: Equatable, Sendable {
    var dataDirectory: String
    var screen = KioskSettings(localTime: SiteTime(timeZone: .current))
    var usesColour = true
    /// Whether the screen is told line by line, for screen readers and braille lines.
    var isPlain = false
    /// Whether visitors see what the camera sees.
    var showsViewfinder = true
    var sound = SoundSettings()
    /// Which programs are told of what; none for what is missing.
    var hooks: [Hook.Kind: [String]] = [:]
    /// Which program prints pages of the staff console; empty for none.
    var printer: [String] = []
    /// How long each of them may take.
    var hookTimeout = Duration.seconds(10)
    var store = StoreSettings()
    /// `none`, `auto`, or a device's path.
    var scannerDevice = "auto"
    /// A program that prints codes, instead of `uketsuke-scan`; empty for none.
    var scannerCommand: [String] = []
    var timeouts = CloudTimeouts()
    /// The PEM file of the only authorities to trust when the kiosk is enrolled; empty for the system's.
    var caFile = ""
    var keepPassesDays = 30
    var keepEventsDays = 90
    /// The sealing key's path; empty for one that is made in the data folder.
    var keyFile = ""
    /// The log's path; empty for `kiosk.log` in the data folder.
    var logFile = ""
    var log = LogFile.Settings()
    /// Where Prometheus' text is written; empty for nowhere.
    var metricsFile = ""
    /// The port of 127.0.0.1 where the same text is served; 0 for none.
    var metricsPort = 0
    /// The file's bytes, for the record of changes; empty without a file.
    var source = Data()
    /// A folder with texts that replace the program's own; empty for none.
    var localesFolder = ""

    init(dataDirectory: String = Configuration.usualDataDirectory) {
        self.dataDirectory = dataDirectory
    }

    /// `uketsuke-kiosk` in the user's data folder (XDG Base Directory); for root, unless `XDG_DATA_HOME` is set,
    /// `/var/lib/uketsuke-kiosk`.
    static var usualDataDirectory: String {
        let environment = ProcessInfo.processInfo.environment
        if let base = environment["XDG_DATA_HOME"], base.hasPrefix("/") { return base + "/uketsuke-kiosk" }
        if geteuid() == 0 { return systemDataDirectory }
        return (environment["HOME"] ?? "/tmp") + "/.local/share/uketsuke-kiosk"
    }

    /// Where the kiosk looks for what comes with it, whatever it was installed below: `share/uketsuke` beside its `bin`.
    static var shareFolder: String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/usr/bin/x"
        let prefix = URL(fileURLWithPath: program).deletingLastPathComponent().deletingLastPathComponent()
        return prefix.appending(path: "share/uketsuke").path
    }

    /// Where an installed kiosk keeps its data.
    static let systemDataDirectory = "/var/lib/uketsuke-kiosk"
    /// Read when no `--config` is given and it is there.
    static let systemFile = "/etc/uketsuke/kiosk.conf"
}
