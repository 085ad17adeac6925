import Foundation
import Glibc

/// Where a program is that is named by its first word.
package enum ProgramPath {
    /// A name with a slash is a path already. Any other is looked for beside the running program first, so that the
    /// programs of one installation find one another, then in `PATH`. `nil` where there is none that may be run.
    package static func find(_ name: String) -> String? {
        guard !name.isEmpty else { return nil }
        let candidates = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        return candidates.first { isProgram($0) }
    }

    private static var folders: [String] {
        let running = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = running.map { [($0 as NSString).deletingLastPathComponent] } ?? []
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return beside + path.split(separator: ":").map(String.init)
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
        else { return false }
        return access(path, X_OK) == 0
    }
}
