import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import TOMLKit
import Testing

@testable import RunKiosk

@Suite struct ConfigurationTests {
    private func example() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "kiosk.conf.example"), encoding: .utf8)
    }

    @Test func `the example has every setting with its default`() throws {
        let text = try example()
        let read = try Configuration.parse(text, file: "kiosk.conf.example")
        #expect(read == Configuration(dataDirectory: Configuration.systemDataDirectory))
        let table = try TOMLTable(string: text)
        for entry in Configuration.entries {
            let path = entry.name.split(separator: ".").map(String.init)
            let section = path.count == 1 ? table : table[path[0]]?.table
            #expect(section?[path.last ?? ""] != nil, "\(entry.name) is not in the example")
        }
    }

    @Test func `every setting of the example has a reason above it`() throws {
        let lines = try example().split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where line.contains(" = ") && !line.hasPrefix("#") {
            #expect(lines[number - 1].hasPrefix("# "), "line \(number + 1)")
        }
    }

    @Test func `a file that holds only the data folder is enough`() throws {
        let read = try Configuration.parse("data_dir = \"/x\"", file: "k")
        #expect(read == Configuration(dataDirectory: "/x"))
    }

    @Test func `every value that is not the default is taken over`() throws {
        let read = try Configuration.parse(
            """
            language = "en"
            [screen]
            result_seconds = 20
            idle_seconds = 40
            notice = "Fire drill at noon"
            show_company = true
            colour = "never"
            theme = "light"
            letters = "large"
            animation = false
            viewfinder = false
            plain = true
            exit_key = "none"
            [staff]
            key = "ctrl-s"
            idle_seconds = 45
            [sound]
            mode = "chimes"
            player = ["paplay"]
            chimes = "/c"
            [hooks]
            on_check_in = ["/b", "Lobby"]
            on_refusal = ["light", "red"]
            timeout_seconds = 3
            [admission]
            unsynced_pass = "admit"
            untrusted_clock = "admit"
            repeat_seconds = 9
            fresh_seconds = 700
            [scanner]
            device = "none"
            command = ["cat", "/dev/ttyACM0"]
            [cloud]
            connect_seconds = 2
            answer_seconds = 9
            [retention]
            passes_days = 1
            events_days = 2
            [files]
            key = "/k"
            log = "/l"
            locales = "/t"
            """, file: "k")
        let unchanged = Configuration()
        #expect(read.screen.language == .english && read.screen.resultTime == .seconds(20))
        #expect(read.screen.idleTime == .seconds(40) && read.screen.notice == "Fire drill at noon")
        #expect(read.screen.showsCompany && !read.usesColour && read.screen.exitKey == nil)
        #expect(read.screen.staff == StaffSettings(key: .control("s"), idleTime: .seconds(45)))
        #expect(read.screen.theme == .light && read.screen.usesLargeLetters && !read.screen.isAnimated)
        #expect(!read.showsViewfinder && read.isPlain && read.localesFolder == "/t")
        #expect(read.sound == SoundSettings(mode: .chimes, player: ["paplay"], folder: "/c"))
        #expect(read.hooks == [.checkIn: ["/b", "Lobby"], .refusal: ["light", "red"]])
        #expect(read.hookTimeout == .seconds(3))
        #expect(read.store.unsyncedPass == .admit && read.store.admitsOnUntrustedClock)
        #expect(read.screen.repeatSilence == .seconds(9) && read.store.freshness == .seconds(700))
        #expect(read.scanCommand == ["cat", "/dev/ttyACM0"] && read.scannerDevice == "none")
        #expect(!read.screen.hasCamera)
        #expect(read.timeouts.connect == .seconds(2) && read.timeouts.total == .seconds(9))
        #expect(read.keepPassesDays == 1 && read.keepEventsDays == 2)
        #expect(read.keyFile == "/k" && read.logFile == "/l")
        #expect(read.dataDirectory == unchanged.dataDirectory)
    }

    @Test(arguments: ["[{cen]", "[", "[[ {", "[é]", "\t[ (a)]"])
    func `a section's name that is none is told, and does not end the program`(line: String) {
        let error = #expect(throws: ConfigurationFailure.self) {
            try Configuration.parse("data_dir = \"/d\"\n\(line)\n", file: "kiosk.conf")
        }
        #expect(error?.description.contains("kiosk.conf, line 2: this is not TOML") == true)
    }

    @Test func `a list may stand on several lines`() throws {
        let text = "[scanner]\ncommand = [\n  \"cat\",\n  \"/dev/ttyACM0\"\n]\n"
        #expect(try Configuration.parse(text, file: "kiosk.conf").scannerCommand == ["cat", "/dev/ttyACM0"])
    }

    @Test func `pictures are asked for where somebody will see them`() throws {
        let usual = Configuration()
        #expect(usual.scanCommand?.contains("--preview") == true)
        for line in ["viewfinder = false", "plain = true"] {
            #expect(try Configuration.parse("[screen]\n" + line, file: "k").scanCommand?.count == 3)
        }
    }

    @Test(arguments: [
        ("[sound]\nmode = \"loud\"", "sound.mode must be \"bell\", \"chimes\" or \"none\"."),
        ("[sound]\nplayer = \"aplay -q\"", "sound.player must be a list of words"),
        ("[hooks]\non_check_in = [\"\"]", "hooks.on_check_in must be a list of words"),
        ("[hooks]\non_check_in = [1]", "hooks.on_check_in must be a list of words"),
        ("[hooks]\non_door = [\"x\"]", "expected here is one of hooks.on_check_in"),
        ("[hooks]\ntimeout_seconds = 0", "hooks.timeout_seconds must be a whole number of seconds from 1 to 600."),
        ("[screen]\ntheme = \"pink\"", "screen.theme must be \"auto\", \"dark\" or \"light\"."),
    ])
    func `a wrong sound, hook or theme is told, too`(text: String, sentence: String) {
        let error = #expect(throws: ConfigurationFailure.self) { try Configuration.parse(text, file: "kiosk.conf") }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("line 2") == true)
    }

    @Test(arguments: [
        ("exit_key = \"q\"", "line 2: screen.exit_key must be"),
        ("exit_key = \"f13\"", "line 2: screen.exit_key must be"),
        ("result_seconds = 0", "a whole number of seconds from 3 to 600"), ("result_seconds = 5.5", "a whole number"),
        ("show_company = \"yes\"", "line 2: screen.show_company must be true or false"),
        ("shiny = true", "line 2: there is no setting screen.shiny; expected here is one of screen.result_seconds"),
    ])
    func `a wrong value is told with file, line, key and what is expected`(line: String, sentence: String) {
        let error = #expect(throws: ConfigurationFailure.self) {
            try Configuration.parse("[screen]\n\(line)\n", file: "kiosk.conf")
        }
        #expect(error?.description.contains("kiosk.conf, ") == true)
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }
}
