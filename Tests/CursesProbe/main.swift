// A program for the tests of the terminal: it shows what it is told and lists the keys it got. Never shipped.
//
// `!` traps, `s` raises SIGSEGV, `e` prints to descriptor 2, `b` rings, `x` calls exit(7), `q` quits, `w` fills the
// screen to its last corner, `p` stops reading for two seconds, `f` never stops drawing.
// The environment variable PROBE_LAST_SECONDS says how long it takes to end; PROBE_PLAIN asks for a terminal without a
// screen, PROBE_SCREEN insists on one.

import Curses
import Glibc
import Kiosk

/// Names of keys as the tests expect them.
func name(_ input: TerminalInput) -> String {
    switch input {
    case .key(.character(let character)): "'\(character)'"
    case .key(.control(let letter)): "^\(letter)"
    case .key(let key): "\(key)"
    case .click(let row, let column): "click(\(row),\(column))"
    case .resized(let size): "resized(\(size.columns)x\(size.rows))"
    case .lost: "lost"
    }
}

/// Prints a line the way a C library would.
func complain(_ text: String) {
    let line = text + "\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
}

func picture(of heard: [String], count: Int, isFilled: Bool, size: Size) -> Frame {
    var frame = Frame(size: size)
    if isFilled {
        for row in 0..<size.rows { frame.put(String(repeating: "語", count: size.columns / 2), row: row, column: 0) }
        frame.put("端", row: size.rows - 1, column: size.columns - 2, role: .bad)
        return frame
    }
    frame.read("受付 \(size.columns)x\(size.rows)")
    frame.read("heard \(count): \(heard.last ?? "")")
    frame.fill(row: 0, role: .bar)
    frame.put("株式会社Ａﾊ 様|", row: 0, column: 0, role: .bar)
    frame.putTrailing("\(size.columns)x\(size.rows)", row: 0, before: size.columns, role: .bar)
    frame.put("か\u{3099}|é|👨‍👩‍👧|🇯🇵|☎️|\u{1B}[31m|", row: 1, column: 0)
    for (index, role) in Role.allCases.enumerated() {
        frame.put("\(role)", row: 2 + index % 2, column: index / 2 * 12, role: role)
    }
    frame.put("heard \(count):", row: 4, column: 0)
    for (index, line) in heard.suffix(max(0, size.rows - 6)).enumerated() { frame.put(line, row: 5 + index, column: 0) }
    return frame
}

func run(_ terminal: any ClosableTerminal) {
    var heard: [String] = []
    var count = 0
    var isFilled = false
    var isFlooding = false
    while true {
        terminal.draw(picture(of: heard, count: count, isFilled: isFilled, size: terminal.size))
        // A flood that a terminal can just follow, so that what is asked of it meanwhile is answered.
        let inputs = terminal.wait(upTo: isFlooding ? .milliseconds(2) : .seconds(60), waking: -1)
        if isFlooding { isFilled.toggle() }
        guard !inputs.isEmpty else { continue }
        count += inputs.count
        heard.append(inputs.map(name).joined(separator: " "))
        for input in inputs {
            switch input {
            case .lost, .key(.character("q")):
                sleep(getenv("PROBE_LAST_SECONDS").flatMap { UInt32(String(cString: $0)) } ?? 0)
                return
            case .key(.character("!")): fatalError("trapped on purpose")
            case .key(.character("s")): raise(SIGSEGV)
            case .key(.character("e")): complain("NOISE ON DESCRIPTOR 2")
            case .key(.character("b")): terminal.bell()
            case .key(.character("x")): exit(7)
            case .key(.character("w")): isFilled.toggle()
            case .key(.character("p")): sleep(2)
            case .key(.character("f")): isFlooding = true
            default: break
            }
        }
    }
}

do {
    let log = CommandLine.arguments.dropFirst().first.map { open($0, O_WRONLY | O_CREAT | O_APPEND, 0o600) }
    let options = CursesTerminal.Options(logDescriptor: log)
    let terminal: any ClosableTerminal =
        getenv("PROBE_SCREEN") != nil
        ? try CursesTerminal(options) : try TerminalChoice.open(options, isPlain: getenv("PROBE_PLAIN") != nil)
    run(terminal)
    terminal.close()
    complain("descriptor 2 is back")
} catch {
    complain("\(error)")
    exit(78)
}
