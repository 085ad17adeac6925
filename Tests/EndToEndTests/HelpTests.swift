import Foundation
import TestSupport
import Testing

/// Scenario 46: what the programs say of themselves.
@Suite struct HelpTests {
    /// A command as the program describes itself to tools that make completions.
    struct Description: Decodable {
        struct Argument: Decodable {
            struct Name: Decodable { let name: String }

            let abstract: String?
            let valueName: String?
            let names: [Name]?
            let shouldDisplay: Bool
        }

        let commandName: String
        let abstract: String?
        let arguments: [Argument]?
        let subcommands: [Description]?

        /// This command and all below it, each with the words that lead to it.
        func all(_ words: [String] = []) -> [(words: [String], command: Description)] {
            let below = (subcommands ?? []).filter { $0.commandName != "help" }
            return [(words, self)] + below.flatMap { $0.all(words + [$0.commandName]) }
        }
    }

    private struct Dump: Decodable { let command: Description }

    private static func commands(_ program: String) throws -> [(words: [String], command: Description)] {
        let dump = try Command.run([Command.built(program), "--experimental-dump-help"]).out
        return try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command.all()
    }

    private static func manual(_ page: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Assets/man/\(page)"), encoding: .utf8)
    }

    @Test(arguments: ["uketsuke-kiosk", "uketsuke-cloud"])
    func `scenario 46: every subcommand's help says what it does and what each option means`(program: String) throws {
        let commands = try Self.commands(program)
        #expect(commands.count > 10)
        for (words, command) in commands {
            let help = try Command.run([Command.built(program)] + words + ["--help"])
            #expect(help.status == 0 && help.err.isEmpty, "\(words)")
            #expect(help.out.contains("OVERVIEW:") && help.out.contains("USAGE: \(program)"), "\(words)")
            #expect(command.abstract?.hasSuffix(".") == true, "\(words)")
            for argument in command.arguments ?? [] where argument.shouldDisplay {
                #expect(argument.abstract?.isEmpty == false, "\(words) \(argument.valueName ?? "")")
            }
        }
    }

    @Test(arguments: [("uketsuke-kiosk", "uketsuke-kiosk.1"), ("uketsuke-cloud", "uketsuke-cloud.8")])
    func `scenario 46: the man page has every subcommand and every option`(program: String, page: String) throws {
        let text = try Self.manual(page)
        for (words, command) in try Self.commands(program) where !words.isEmpty {
            #expect(text.contains("Cm \(words.joined(separator: " "))"), "\(words)")
            let names = (command.arguments ?? []).flatMap { $0.names ?? [] }.map(\.name).filter { $0.count > 1 }
            for name in names where !["help", "version"].contains(name) {
                #expect(text.contains("-\(name)"), "\(words) --\(name)")
            }
        }
    }

    @Test func `scenario 46: the scan worker's help and man page agree`() throws {
        let help = try Command.run([Command.built("uketsuke-scan"), "--help"])
        #expect(help.status == 0 && help.out.contains("OVERVIEW:") && help.out.contains("Exit status"))
        let text = try Self.manual("uketsuke-scan.1").replacing("\\-", with: "-")
        for match in help.out.matches(of: /--([a-z]+)/) where !["help", "version"].contains(match.1) {
            #expect(text.contains("--\(match.1)"), "--\(match.1)")
        }
    }

    @Test func `scenario 46: the configuration's man page has every setting of the example`() throws {
        let page = try Self.manual("uketsuke-kiosk.conf.5")
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let example = try String(contentsOf: root.appending(path: "kiosk.conf.example"), encoding: .utf8)
        let settings = example.matches(of: #/(?m)^([a-z_]+) = /#).map { String($0.1) }
        #expect(settings.count > 30)
        for setting in settings { #expect(page.contains(setting), "\(setting)") }
    }
}
