extension Configuration {
    /// What to start as the scan worker; `nil` for none. With `auto` it also finds a camera that is plugged in later.
    var scanCommand: [String]? {
        if !scannerCommand.isEmpty { return scannerCommand }
        switch scannerDevice {
        case "none": return nil
        default: return ["uketsuke-scan", "--device", scannerDevice]
        }
    }
}
