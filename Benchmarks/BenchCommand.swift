import ArgumentParser

/// `uketsuke-bench`: what the programs cost and can do, each figure beside a baseline that was measured in the same run.
@main
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uketsuke-bench",
        abstract: "Measure the kiosk and the scanner, each figure against a baseline of the same run.",
        subcommands: [
            KioskCommand.self, ScreenCommand.self, EngineCommand.self, ScannerCommand.self, ScannerSoakCommand.self,
        ],
        defaultSubcommand: KioskCommand.self)
}
