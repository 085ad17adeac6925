import Curses
import Kiosk
import Reception

/// What a change of the screen takes, from the key or the answer to the bytes at the terminal, and how many they are.
///
/// A person's key is held back for at most 35 ms before, to be told from a scanner's; that is not counted here.
struct ScreenBenchmark {
    let size: Size
    let rounds: Int

    /// - Throws: ``BenchmarkFailure``, `CursesFailure`.
    func sections() throws -> [Section] {
        let terminal = try CountingTerminal(size)
        let floor = full(on: terminal)
        var script = ScreenScript()
        terminal.terminal.draw(script.model.view(size))
        let (times, changed) = changes(&script, on: terminal)
        let name = "\(size.columns) × \(size.rows)"
        return [
            Section(
                title:
                    "From a key or an answer to the drawn frame at \(name), without the commit (\(times.count) frames)",
                baseline: "a frame of that size in which every cell changes",
                rows: [
                    Row("p50", .milliseconds, times.median, against: floor.times.median),
                    Row("p99", .milliseconds, times.p99, against: floor.times.p99, target: .atMost(16)),
                ]),
            Section(
                title: "Bytes that a change of the screen sends at \(name)",
                baseline: "a frame of that size in which every cell changes",
                rows: bytes(changed, floor.bytes, &script, on: terminal)),
        ]
    }

    private func bytes(
        _ changes: [Int], _ floor: [Int], _ script: inout ScreenScript, on terminal: CountingTerminal
    ) -> [Row] {
        let full = Double(floor.max() ?? 0)
        // What a line of 115200 baud carries in a third of a second; the promise is for the usual size.
        let isUsual = size.rows <= 24
        let (minutes, lights) = idling(&script, on: terminal)
        return [
            Row(
                "a new screen, the largest", .bytes, Double(changes.max() ?? 0), against: full,
                target: isUsual ? .atMost(4096) : nil),
            Row("a new screen, the mean", .bytes, mean(changes), against: full),
            Row(
                "a minute of the clock, the largest", .bytes, Double(minutes.max() ?? 0), against: full,
                target: isUsual ? .atMost(300) : nil),
            Row("a minute of the clock, the mean", .bytes, mean(minutes), against: full),
            Row("a step of the idle light, the largest", .bytes, Double(lights.max() ?? 0), against: full),
            Row("a step of the idle light, the mean", .bytes, mean(lights), against: full),
        ]
    }

    private func mean(_ counts: [Int]) -> Double { Double(counts.reduce(0, +)) / Double(max(1, counts.count)) }

    /// The idle screen's own frames around a full hour, at which all figures of the clock change: those in which a
    /// minute begins, and those in which only the light moves.
    private func idling(
        _ script: inout ScreenScript, on terminal: CountingTerminal
    ) -> (minutes: [Int], lights: [Int]) {
        var (minutes, lights): ([Int], [Int]) = ([], [])
        while minutes.count < 20 {
            var isMinute = false
            let sent = terminal.bytes {
                isMinute = script.waitForChange()
                terminal.terminal.draw(script.model.view(size))
            }
            if isMinute { minutes.append(sent) } else { lights.append(sent) }
        }
        return (minutes, lights)
    }

    /// The script, again and again. A frame is waited for before the next one, or that might be left out.
    private func changes(
        _ script: inout ScreenScript, on terminal: CountingTerminal
    ) -> (times: Measure, bytes: [Int]) {
        var times = Measure()
        var bytes: [Int] = []
        for _ in 0..<rounds {
            for step in ScreenScript.steps {
                let sent = terminal.bytes {
                    times.time {
                        script.tell(step)
                        terminal.terminal.draw(script.model.view(size))
                    }
                }
                bytes.append(sent)
            }
        }
        return (times, bytes)
    }

    private func full(on terminal: CountingTerminal) -> (times: Measure, bytes: [Int]) {
        var times = Measure()
        var bytes: [Int] = []
        for round in 0..<50 {
            let text = String(repeating: round % 2 == 0 ? "語" : "字", count: size.columns / 2)
            bytes.append(
                terminal.bytes {
                    times.time {
                        var frame = Frame(size: size)
                        for row in 0..<size.rows { frame.put(text, row: row, column: 0) }
                        terminal.terminal.draw(frame)
                    }
                })
        }
        return (times, bytes)
    }
}
