import Kiosk

/// A terminal whose bell does not ring, because somebody else makes the sounds, or nobody.
struct SilentTerminal: Terminal {
    let terminal: any Terminal

    var size: Size { terminal.size }

    func draw(_ frame: Frame) { terminal.draw(frame) }

    func wait(upTo timeout: Duration, waking descriptor: Int32) -> [TerminalInput] {
        terminal.wait(upTo: timeout, waking: descriptor)
    }

    func bell() {}
}
