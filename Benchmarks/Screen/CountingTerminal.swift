import Curses
import Foundation
import Glibc
import Kiosk
import Reception

/// The kiosk's own screen on a pseudo-terminal whose other end takes everything at once and counts it.
final class CountingTerminal {
    let terminal: CursesTerminal
    let size: Size
    private let pseudo: PseudoTerminal
    private let count = Counter()

    /// How long nothing must come for a frame to have arrived whole.
    private static let quiet: Int32 = 3

    /// - Throws: ``BenchmarkFailure``, `CursesFailure`.
    init(_ size: Size) throws {
        self.size = size
        setenv("TERM", "xterm-256color", 1)
        pseudo = try PseudoTerminal(isHeld: false, rows: size.rows, columns: size.columns)
        terminal = try CursesTerminal(.init(device: pseudo.path))
        let master = pseudo.master
        Thread { [count] in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while !count.isDone {
                var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                guard poll(&polled, 1, 50) > 0 else { continue }
                count.add(max(0, read(master, &bytes, bytes.count)))
            }
            Glibc.close(master)
        }.start()
    }

    deinit {
        terminal.close()
        close(pseudo.slave)
        count.isDone = true
    }

    /// Bytes that arrive because of `body`.
    func bytes(of body: () throws -> Void) rethrows -> Int {
        let before = settled()
        try body()
        return settled() - before
    }

    /// What has arrived once nothing follows any more.
    private func settled() -> Int {
        var last = -1
        while true {
            let now = count.value
            if now == last { return now }
            last = now
            usleep(UInt32(CountingTerminal.quiet) * 1000)
        }
    }
}
