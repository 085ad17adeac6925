import ArgumentParser
import Kiosk
import KioskStorage
import Reception

/// `sync`: fetches what the cloud has to say.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Fetch passes and changes from the cloud now.",
        discussion: "A running kiosk does this by itself; both may do it at the same time.")

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Follow the feed to its end and stop (what it does without the flag, too).")
    var once = false

    func run() throws {
        try Outcome.of {
            let premises = try Premises.open(try file.load(), as: .helper)
            let puller = Puller(
                cache: premises.store, cloud: try premises.client(), clock: premises.clock,
                link: LinkMonitor { _, _ in }, tell: { _ in }, reconnected: {})
            try puller.pullAll()
            let summary = try premises.store.summary()
            print("In sync. Passes: \(summary.passes), change: \(summary.cursor?.sequence ?? 0).")
        }
    }
}

/// `push`: hands waiting events to the cloud.
struct PushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Hand waiting events to the cloud now.",
        discussion: "A running kiosk does this by itself; only one of them sends at a time.")

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Send what waits and stop (what it does without the flag, too).")
    var once = false

    func run() throws {
        try Outcome.of {
            let premises = try Premises.open(try file.load(), as: .helper)
            let before = try premises.store.counts().waiting
            let pusher = Pusher(
                outbox: premises.store, cloud: try premises.client(), clock: premises.clock,
                link: LinkMonitor { _, _ in }, tell: { _ in })
            try pusher.pushAll()
            let counts = try premises.store.counts()
            print("Sent \(before - counts.waiting); \(counts.waiting) waiting, \(counts.setAside) set aside.")
        }
    }
}
