import CloudLink
import Kiosk
import KioskStorage
import Reception
import TOMLKit

extension Configuration {
    /// One setting of the file.
    struct Entry: Sendable {
        /// With its section: `screen.result_seconds`.
        var name: String
        /// What a right value is, for the error's sentence.
        var expected: String
        /// Takes the value over; `false` when it is not what is expected.
        var apply: @Sendable (inout Configuration, any TOMLValueConvertible) -> Bool
    }

    /// Every setting there is, in the order of `kiosk.conf.example`.
    static let entries: [Entry] =
        [
            text("data_dir", "the path of a folder, in quotes", \.dataDirectory) { $0.hasPrefix("/") ? $0 : nil },
            text("language", #""ja", "en", "zh-Hans" or "ko""#, \.screen.language) { Language(rawValue: $0) },
            seconds("screen.result_seconds", 3...600, \.screen.resultTime),
            seconds("screen.idle_seconds", 5...600, \.screen.idleTime),
            text("screen.notice", "a line of text, in quotes", \.screen.notice) { $0.contains("\n") ? nil : $0 },
            flag("screen.show_company", \.screen.showsCompany),
            text("screen.colour", #""auto" or "never""#, \.usesColour) { ["auto": true, "never": false][$0] },
            text("screen.theme", #""auto", "dark" or "light""#, \.screen.theme) {
                $0 == "auto" ? .some(nil) : KioskLayout.Theme(rawValue: $0).map(Optional.some)
            },
            text("screen.letters", #""normal" or "large""#, \.screen.usesLargeLetters) {
                ["normal": false, "large": true][$0]
            },
            flag("screen.animation", \.screen.isAnimated),
            flag("screen.viewfinder", \.showsViewfinder),
            flag("screen.plain", \.isPlain),
            text("screen.exit_key", #""ctrl-" and a letter, "f1" to "f12", or "none""#, \.screen.exitKey, keyName),
            text("staff.key", #""ctrl-" and a letter, "f1" to "f12", or "none""#, \.screen.staff.key, keyName),
            seconds("staff.idle_seconds", 15...1800, \.screen.staff.idleTime),
            text("admission.unsynced_pass", #""ask_staff", "admit" or "refuse""#, \.store.unsyncedPass) {
                UnsyncedPass(rawValue: $0)
            },
            text("admission.untrusted_clock", #""ask_staff" or "admit""#, \.store.admitsOnUntrustedClock) {
                ["ask_staff": false, "admit": true][$0]
            },
            seconds("admission.repeat_seconds", 1...60, \.screen.repeatSilence),
            seconds("admission.fresh_seconds", 60...86_400, \.store.freshness),
            text("scanner.device", #""auto", "none" or a path such as "/dev/video0""#, \.scannerDevice) {
                ["auto", "none"].contains($0) || $0.hasPrefix("/") ? $0 : nil
            },
            words("scanner.command", #"["cat", "/dev/ttyACM0"]"#) {
                $0.scannerCommand = $1
                $0.screen.hasCamera = $1.isEmpty
            },
            text("sound.mode", #""bell", "chimes" or "none""#, \.sound.mode) { SoundSettings.Mode(rawValue: $0) },
            words("sound.player", #"["aplay", "-q"]"#) { $0.sound.player = $1 },
            text("sound.chimes", "the path of a folder, in quotes", \.sound.folder) {
                $0.isEmpty || $0.hasPrefix("/") ? $0 : nil
            },
            seconds("cloud.connect_seconds", 1...60, \.timeouts.connect),
            seconds("cloud.answer_seconds", 2...300, \.timeouts.total),
            text("cloud.ca", "the path of a file, in quotes", \.caFile) {
                $0.isEmpty || $0.hasPrefix("/") ? $0 : nil
            },
            number("retention.passes_days", 1...3650, \.keepPassesDays),
            number("retention.events_days", 1...3650, \.keepEventsDays),
            text("files.key", "the path of a file, in quotes", \.keyFile) {
                $0.isEmpty || $0.hasPrefix("/") ? $0 : nil
            },
            text("files.log", "the path of a file, in quotes", \.logFile) {
                $0.isEmpty || $0.hasPrefix("/") ? $0 : nil
            },
            text("log.level", #""error", "warning" or "info""#, \.log.level) {
                ["error": .error, "warning": .warning, "info": .info][$0]
            },
            text("log.to", #""file" or "journal""#, \.log.isForJournal) { ["file": false, "journal": true][$0] },
            number("log.megabytes", 1...1000, \.log.megabytes),
            number("log.copies", 0...20, \.log.copies),
            text("metrics.file", "the path of a file, in quotes", \.metricsFile) {
                $0.isEmpty || $0.hasPrefix("/") ? $0 : nil
            },
            number("metrics.port", 0...65_535, \.metricsPort),
            text("files.locales", "the path of a folder, in quotes", \.localesFolder) {
                $0.isEmpty || $0.hasPrefix("/") ? $0 : nil
            },
        ] + Hook.Kind.allCases.map(hook) + [
            words("hooks.on_print", #"["/usr/local/bin/print", "LobbyPrinter"]"#) { $0.printer = $1 }
        ] + [seconds("hooks.timeout_seconds", 1...600, \.hookTimeout)]

    private static func hook(_ kind: Hook.Kind) -> Entry {
        words("hooks.on_\(kind.rawValue)", #"["/usr/local/bin/badge", "LobbyPrinter"]"#) {
            $0.hooks[kind] = $1.isEmpty ? nil : $1
        }
    }

    /// A program and its arguments; none when the list is empty.
    private static func words(
        _ name: String, _ example: String, _ take: @escaping @Sendable (inout Configuration, [String]) -> Void
    ) -> Entry {
        Entry(name: name, expected: "a list of words, such as \(example)") {
            guard let words = $1.array?.map(\.string), !words.contains(nil) else { return false }
            let found = words.compactMap { $0 }
            guard found.first != "" else { return false }
            take(&$0, found)
            return true
        }
    }

    private static func text<Value>(
        _ name: String, _ expected: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable,
        _ read: @escaping @Sendable (String) -> Value?
    ) -> Entry {
        Entry(name: name, expected: expected) {
            guard let value = $1.string.flatMap(read) else { return false }
            $0[keyPath: path] = value
            return true
        }
    }

    private static func flag(_ name: String, _ path: any WritableKeyPath<Configuration, Bool> & Sendable) -> Entry {
        Entry(name: name, expected: "true or false") {
            guard let value = $1.bool else { return false }
            $0[keyPath: path] = value
            return true
        }
    }

    private static func number(
        _ name: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<Configuration, Int> & Sendable
    ) -> Entry {
        Entry(name: name, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            guard $1.type == .int, let value = $1.int, range.contains(value) else { return false }
            $0[keyPath: path] = value
            return true
        }
    }

    private static func seconds(
        _ name: String, _ range: ClosedRange<Int>, _ path: any WritableKeyPath<Configuration, Duration> & Sendable
    ) -> Entry {
        Entry(name: name, expected: "a whole number of seconds from \(range.lowerBound) to \(range.upperBound)") {
            guard $1.type == .int, let value = $1.int, range.contains(value) else { return false }
            $0[keyPath: path] = .seconds(value)
            return true
        }
    }

    /// - Returns: the key, `.some(nil)` for none, `nil` for a name that is none of them.
    private static func keyName(_ name: String) -> Key?? {
        if name == "none" { return .some(nil) }
        if let match = name.wholeMatch(of: /ctrl-([a-z])/), let letter = match.1.first { return .control(letter) }
        if let match = name.wholeMatch(of: /f(\d{1,2})/), let number = Int(match.1), (1...12).contains(number) {
            return .function(number)
        }
        return nil
    }
}
