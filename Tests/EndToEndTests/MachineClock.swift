import Foundation
import Reception
import Synchronization
import TestSupport

/// The clock of the machine that a program believes it runs on (`Tests/FaultShim/Clock.c`).
final class MachineClock: Sendable {
    private let file: String
    private let moved = Mutex((wall: Int64(0), boot: Int64(0)))

    /// - Parameter wall: how far it goes ahead at first.
    init(in folder: TemporaryDirectory, ahead wall: Duration = .zero) throws {
        file = folder.file("machine-clock")
        try move { $0.wall = wall.wholeMilliseconds }
    }

    /// To be added to a program's environment.
    var environment: [String: String] {
        ["LD_PRELOAD": Command.built("libfault-shim.so"), "CLOCK_FAULT": file]
    }

    /// What it shows.
    var now: Instant { World.live.now().advanced(by: .milliseconds(moved.withLock(\.wall))) }

    /// Somebody sets it, so far ahead of the true time.
    func set(ahead: Duration) throws { try move { $0.wall = ahead.wholeMilliseconds } }

    /// So much time passes by the machine's crystal.
    func pass(_ duration: Duration) throws {
        try move {
            $0.wall += duration.wholeMilliseconds
            $0.boot += duration.wholeMilliseconds
        }
    }

    private func move(_ change: (inout (wall: Int64, boot: Int64)) -> Void) throws {
        try moved.withLock { moved in
            change(&moved)
            let line = "\(moved.wall) \(moved.boot)\n"
            try Data(line.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        }
    }
}
