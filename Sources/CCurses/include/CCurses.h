#ifndef UKETSUKE_CCURSES_H
#define UKETSUKE_CCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The door to ncursesw: one terminal at a time, one thread. Keys do not come through here: `get_wch` loses the bytes
// after one that is not UTF-8, and cannot tell the end of the line from silence, so the caller reads the descriptor.

/// How opening went.
enum uk_curses_outcome {
    UK_CURSES_OPENED,
    UK_CURSES_NOT_A_TERMINAL,
    /// `TERM` is not set, or the terminfo database does not have it.
    UK_CURSES_UNKNOWN_TERMINAL,
    /// The terminal cannot place its cursor, as `dumb` cannot.
    UK_CURSES_NO_SCREEN,
    /// A terminal is open already, or curses could not start.
    UK_CURSES_FAILED,
};

/// Attributes of text, to be combined.
enum uk_curses_attribute {
    UK_CURSES_BOLD = 1,
    UK_CURSES_DIM = 2,
    UK_CURSES_REVERSE = 4,
    UK_CURSES_UNDERLINE = 8,
};

/// What signals have asked for since the last look, to be combined.
enum uk_curses_signal {
    /// The terminal has another size, or the program was continued after a stop.
    UK_CURSES_CHANGED = 1,
    /// SIGTERM, SIGHUP, SIGINT or SIGQUIT.
    UK_CURSES_ENDING = 2,
};

/// Takes the terminal over: raw keys, no echo, no cursor, its alternate screen, its mouse, and signal handlers.
///
/// While it is open, descriptor 2 leads to `log` (to nowhere if negative), since libraries print to it and would tear
/// the screen. `terminal` must be open for reading and writing and stays the caller's. A locale must have been set.
/// A signal that asks for the end and that is not taken (`uk_curses_take_signals`) within some seconds ends the process
/// with SIGALRM: a terminal that nobody reads has stopped it in the middle of a write. Closing is bounded likewise.
/// Job control is off: SIGTSTP and SIGPIPE are ignored, which children inherit unless they are reset for them.
enum uk_curses_outcome uk_curses_open(int terminal, int log);

/// Gives the terminal, descriptor 2 and the signal handlers back. Does nothing when none is open.
void uk_curses_close(void);

/// Puts the terminal into the state in which it was found. Async-signal-safe; installed for crashes and at exit.
void uk_curses_restore(void);

/// Starts colours on the terminal's own background; returns how many there are, 0 for a monochrome terminal.
int uk_curses_start_colours(void);

/// Defines a pair, from 1 on. Colours are numbers of the terminal's palette, -1 for its default.
void uk_curses_define_pair(int pair, int foreground, int background);

void uk_curses_size(int *rows, int *columns);

/// Asks the terminal for its size again and has the next refresh draw everything.
void uk_curses_adapt(void);

/// Empties the picture. Nothing is sent before `uk_curses_refresh`.
void uk_curses_clear(void);

/// Empties one row of the picture.
void uk_curses_clear_row(int row);

/// Puts a run of Unicode scalars into the picture. They must be printable; what does not fit is cut.
void uk_curses_put(int row, int column, const int32_t *scalars, int count, int pair, unsigned attributes);

/// Whether the terminal has taken nearly everything that it was sent, so that a picture need not wait long for it.
bool uk_curses_has_room(void);

/// Sends what differs from the last picture.
void uk_curses_refresh(void);

void uk_curses_bell(void);

/// Becomes readable when a signal has come; for `poll`.
int uk_curses_signal_descriptor(void);

/// What signals have asked for (`uk_curses_signal`), once each.
unsigned uk_curses_take_signals(void);

// MARK: - Without a screen

/// Takes over a terminal that is only written to, line by line: raw keys, no echo, and signal handlers. No terminfo is
/// needed and no escape sequence is sent. What is said of descriptor 2, signals and `terminal` above holds here.
enum uk_curses_outcome uk_plain_open(int terminal, int log);

/// Gives the terminal, descriptor 2 and the signal handlers back. Does nothing when none is open.
void uk_plain_close(void);

/// Sets the terminal's modes again: whoever had it while the program was stopped has set others.
void uk_plain_adapt(void);

/// As the terminal tells; 24 and 80 where it does not know.
void uk_plain_size(int *rows, int *columns);

/// Sends bytes; waits for a terminal that is slow.
void uk_plain_write(const char *bytes, size_t count);

#endif
