import Foundation

extension Configuration {
    /// What to start as the scan worker; `nil` when there is no camera and no other program.
    var scanCommand: [String]? {
        if !scannerCommand.isEmpty { return scannerCommand }
        switch scannerDevice {
        case "none": return nil
        case "auto": return Configuration.hasCamera ? ["uketsuke-scan", "--device", "auto"] : nil
        default: return ["uketsuke-scan", "--device", scannerDevice]
        }
    }

    private static var hasCamera: Bool {
        let devices = (try? FileManager.default.contentsOfDirectory(atPath: "/dev")) ?? []
        return devices.contains { $0.hasPrefix("video") }
    }
}
