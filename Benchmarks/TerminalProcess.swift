import Foundation
import Glibc
import Reception

/// A program in a pseudo-terminal of 80 × 24; ended, by its process ID, with the last reference.
///
/// What it draws must be taken off its hands all the time, or it waits: ``rest(_:for:)`` does so.
final class TerminalProcess {
    /// Where the program reads.
    enum Input { case terminal, pipe }

    private let pid: pid_t
    private let master: Int32
    private let pipe: Int32?
    /// Open while the terminal's output is held back.
    private let held: Int32?
    private let start: Duration

    /// Starts it.
    ///
    /// - Parameters:
    ///   - input: with `.pipe` its standard input is a pipe, and the terminal still its `/dev/tty`.
    ///   - environment: added to this process's own.
    ///   - isHeld: stops the terminal's output, so that the program stands still at its first word.
    /// - Throws: ``BenchmarkFailure`` when it cannot be started.
    init(
        _ arguments: [String], input: Input = .terminal, environment: [String: String] = [:], isHeld: Bool = false
    ) throws {
        let terminal = try PseudoTerminal(isHeld: isHeld)
        let ends = input == .pipe ? try TerminalProcess.makePipe() : nil
        defer { ends.map { _ = close($0.reading) } }
        start = World.live.uptime()
        master = terminal.master
        held = isHeld ? terminal.slave : nil
        pipe = ends?.writing
        defer { if !isHeld { close(terminal.slave) } }
        pid = try TerminalProcess.spawn(
            arguments, environment: environment, terminal: terminal.path, input: ends?.reading)
    }

    deinit {
        if let held { close(held) }
        if let pipe { close(pipe) }
        end()
        close(master)
    }

    /// Hands lines to its standard input, which must be a pipe with room for them (64 KiB).
    func write(_ lines: [String]) throws {
        let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        guard let pipe, Glibc.write(pipe, bytes, bytes.count) == bytes.count else {
            throw BenchmarkFailure("The program does not read its standard input; see whether it still runs.")
        }
    }

    /// Presses keys at its terminal.
    func type(_ keys: String) throws {
        let bytes = Array(keys.utf8)
        guard Glibc.write(master, bytes, bytes.count) == bytes.count else {
            throw BenchmarkFailure("The program does not read its terminal; see whether it still runs.")
        }
    }

    /// What the kernel has counted for it until now.
    func figures() throws -> ProcessFigures {
        defer { withExtendedLifetime(self) {} }
        return try ProcessFigures(of: pid)
    }

    /// The process and all that descend from it, the eldest first.
    func family() throws -> [ResidentMemory] {
        defer { withExtendedLifetime(self) {} }
        return try ResidentMemory.ofFamily(pid)
    }

    // MARK: - What it draws

    /// Waits until all of `words` have been drawn.
    ///
    /// - Parameter moment: of the world's monotonic clock; `nil` is the moment just before the program was started.
    /// - Returns: the time since then.
    /// - Throws: ``BenchmarkFailure`` when they do not come within ten seconds.
    @discardableResult
    func wait(for words: [String], since moment: Duration? = nil) throws -> Duration {
        let start = moment ?? start
        let sought = words.map { Data($0.utf8) }
        var drawn = Data()
        while World.live.uptime() - start < .seconds(10), let bytes = next(within: 1000) {
            drawn += bytes
            if sought.allSatisfy({ drawn.range(of: $0) != nil }) { return World.live.uptime() - start }
        }
        throw BenchmarkFailure("A program never showed \(words); run it by hand to see what it says.")
    }

    /// Lets programs run for a time, and drops what they draw.
    static func rest(_ processes: [TerminalProcess], for time: Duration) {
        let end = World.live.uptime() + time
        var polled = processes.map { pollfd(fd: $0.master, events: Int16(POLLIN), revents: 0) }
        while World.live.uptime() < end {
            let left = (end - World.live.uptime()).wholeMilliseconds + 1
            guard poll(&polled, nfds_t(polled.count), Int32(clamping: left)) > 0 else { continue }
            for (number, process) in processes.enumerated() where polled[number].revents != 0 {
                // A program that has ended is not asked again: poll passes over negative descriptors.
                if process.next(within: 0) == nil { polled[number].fd = -1 }
            }
        }
    }

    /// What comes next; nothing when nothing comes in time, `nil` when the program has let go of the terminal.
    private func next(within milliseconds: Int32) -> Data? {
        var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, milliseconds) > 0 else { return Data() }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &bytes, bytes.count)
        return count > 0 ? Data(bytes.prefix(count)) : nil
    }

    // MARK: - The end

    private func end() {
        kill(pid, SIGTERM)
        let limit = World.live.uptime() + .seconds(5)
        while waitpid(pid, nil, WNOHANG) == 0 {
            // What it draws at its end must be taken, too.
            if next(within: 5) == nil { usleep(1000) }
            if World.live.uptime() > limit { kill(pid, SIGKILL) }
        }
    }
}
