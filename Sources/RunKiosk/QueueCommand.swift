import ArgumentParser
import Foundation
import Kiosk
import KioskStorage
import Reception

/// `queue`: what waits for the cloud, and what the cloud would not take.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "List, export or send again the events that the cloud has not acknowledged.",
        subcommands: [List.self, Export.self, Retry.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List waiting and set-aside events.")

        @OptionGroup var file: ConfigurationOption
        @Flag(help: "Print a JSON array.")
        var json = false

        func run() throws {
            try Outcome.of {
                let rows = try Premises.open(try file.load(), as: .onlooker).store
                    .queueRows([.waiting, .sent, .setAside])
                if json { return print(String(decoding: try Wire.encode(rows), as: UTF8.self)) }
                guard !rows.isEmpty else { return print("Nothing is waiting.") }
                for row in rows {
                    let why = row.reason.map { " (\($0))" } ?? ""
                    print("\(row.sequence)  \(row.occurredAt)  \(row.kind.rawValue)  \(row.state)\(why)  \(row.id)")
                }
            }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print waiting and set-aside events in full, one JSON object per line.")

        @OptionGroup var file: ConfigurationOption

        func run() throws {
            try Outcome.of {
                let store = try Premises.open(try file.load(), as: .onlooker).store
                let unreadable = try store.export { try FileHandle.standardOutput.write(contentsOf: $0) }
                guard unreadable == 0 else {
                    throw Outcome.Failed(
                        description: "\(unreadable) events were sealed with another key and are left out.")
                }
            }
        }
    }

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put set-aside events back into the queue; without IDs, all of them.")

        @OptionGroup var file: ConfigurationOption
        @Argument(help: ArgumentHelp("The events' IDs, as listed.", valueName: "id"))
        var ids: [String] = []

        func run() throws {
            try Outcome.of {
                let wanted = try ids.map { text in
                    guard let id = UUID(uuidString: text) else {
                        throw Outcome.Failed(description: "“\(text)” is no event ID; see uketsuke-kiosk queue list.")
                    }
                    return id
                }
                let store = try Premises.open(try file.load(), as: .helper).store
                let count = try store.retry(wanted.isEmpty ? nil : wanted)
                print("\(count) put back into the queue.")
            }
        }
    }
}
