extension Configuration {
    /// What to start as the scan worker; `nil` for none. With `auto` it also finds a camera that is plugged in later.
    var scanCommand: [String]? {
        if !scannerCommand.isEmpty { return scannerCommand }
        switch scannerDevice {
        case "none": return nil
        default: return ["uketsuke-scan", "--device", scannerDevice] + (asksForPictures ? preview : [])
        }
    }

    /// Nothing is drawn line by line.
    private var asksForPictures: Bool { showsViewfinder && !isPlain }

    /// Large enough for half blocks on the largest screen, often enough to hold a code by, and cheap.
    private var preview: [String] { ["--preview", "96x72@5"] }
}
