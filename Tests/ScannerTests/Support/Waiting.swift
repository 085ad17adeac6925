import Foundation
import Reception

/// Looks every few milliseconds until `condition` holds; false when it does not within `limit`.
func eventually(within limit: Duration = .seconds(10), _ condition: () -> Bool) -> Bool {
    let deadline = World.live.uptime() + limit
    while World.live.uptime() < deadline {
        if condition() { return true }
        usleep(5_000)
    }
    return condition()
}

/// As above, letting other tests go on meanwhile.
func eventually(within limit: Duration = .seconds(10), _ condition: () -> Bool) async -> Bool {
    let deadline = World.live.uptime() + limit
    while World.live.uptime() < deadline, !Task.isCancelled {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}

/// Whether a process is there and has not ended.
func isAlive(_ pid: Int32) -> Bool {
    guard let about = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return about.split(separator: ")").last?.split(separator: " ").first != "Z"
}
