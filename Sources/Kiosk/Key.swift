/// One key as the terminal tells it.
package enum Key: Hashable, Sendable {
    case character(Character)
    case enter, tab, backspace, escape, up, down, left, right
    /// F1 is `.function(1)`.
    case function(Int)
    /// Control and a letter, in lower case.
    case control(Character)
    /// A character with Alt held. A terminal tells it as Escape and the character, so it may also be these two keys, one
    /// right after the other.
    case alternate(Character)
    /// Text that some program pasted between the brackets of xterm's “bracketed paste”; may have several lines.
    case pasted(String)
    case pageUp, pageDown
    /// A row of a list that was touched; no keyboard tells it.
    case row(Int)
    /// A part of the page was touched, such as a filter; no keyboard tells it.
    case part(Int)
    /// Another page of a list was touched: the row that it begins with.
    case jump(Int)
    /// Any other key or an escape sequence nobody uses.
    case other
}

/// What a terminal has to say.
package enum TerminalInput: Hashable, Sendable {
    case key(Key)
    /// A button of the mouse was pressed, or a finger touched the screen; both from zero.
    case click(row: Int, column: Int)
    case resized(Size)
    /// The terminal has gone: hang-up, or its end of the line closed.
    case lost
}

/// The one screen and keyboard. Main thread only; see the `Curses` module for the real one.
package protocol Terminal {
    var size: Size { get }
    /// Draws what differs from the last frame.
    func draw(_ frame: Frame)
    /// Waits for input, for `descriptor` to become readable, or for `timeout`; returns what came, possibly nothing.
    func wait(upTo timeout: Duration, waking descriptor: Int32) -> [TerminalInput]
    /// A short sound or flash, where the terminal has one.
    func bell()
}
