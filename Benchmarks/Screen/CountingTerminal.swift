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
    /// Marks that have arrived; a NUL is nothing that a screen sends.
    private let marks = Counter()

    /// - Throws: ``BenchmarkFailure``, `CursesFailure`.
    init(_ size: Size) throws {
        self.size = size
        setenv("TERM", "xterm-256color", 1)
        pseudo = try PseudoTerminal(isHeld: false, rows: size.rows, columns: size.columns)
        terminal = try CursesTerminal(.init(device: pseudo.path))
        let master = pseudo.master
        Thread { [count, marks] in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while !count.isDone {
                var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                guard poll(&polled, 1, 50) > 0 else { continue }
                let length = max(0, read(master, &bytes, bytes.count))
                let arrived = bytes.prefix(length).count { $0 == 0 }
                count.add(length - arrived)
                marks.add(arrived)
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

    /// What has arrived once everything has that was sent: behind it goes a mark, which is waited for.
    private func settled() -> Int {
        let before = marks.value
        guard write(pseudo.slave, [0], 1) == 1 else { return count.value }
        while marks.value == before { usleep(100) }
        return count.value
    }
}
