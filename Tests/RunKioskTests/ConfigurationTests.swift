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
            exit_key = "none"
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
            """, file: "k")
        let unchanged = Configuration()
        #expect(read.screen.language == .english && read.screen.resultTime == .seconds(20))
        #expect(read.screen.idleTime == .seconds(40) && read.screen.notice == "Fire drill at noon")
        #expect(read.screen.showsCompany && !read.usesColour && read.screen.exitKey == nil)
        #expect(read.store.unsyncedPass == .admit && read.store.admitsOnUntrustedClock)
        #expect(read.screen.repeatSilence == .seconds(9) && read.store.freshness == .seconds(700))
        #expect(read.scanCommand == ["cat", "/dev/ttyACM0"] && read.scannerDevice == "none")
        #expect(!read.screen.hasCamera)
        #expect(read.timeouts.connect == .seconds(2) && read.timeouts.total == .seconds(9))
        #expect(read.keepPassesDays == 1 && read.keepEventsDays == 2)
        #expect(read.keyFile == "/k" && read.logFile == "/l")
        #expect(read.dataDirectory == unchanged.dataDirectory)
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
