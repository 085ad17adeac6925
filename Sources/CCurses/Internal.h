#ifndef UKETSUKE_CCURSES_INTERNAL_H
#define UKETSUKE_CCURSES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "CCurses.h"

/// How many seconds a terminal that takes nothing is waited for once the program is to end.
enum { UK_CURSES_PATIENCE = 5 };

/// What gives a mouse back to the terminal.
#define UK_CURSES_MOUSE_OFF "\033[?1006l\033[?1000l"

/// Bytes that may still be on their way to a slow terminal when the next picture is sent.
enum { UK_CURSES_BACKLOG = 1024 };

/// Makes the self-pipe and installs the handlers. To be called before ncurses starts, which leaves alone what is not
/// at its default.
bool uk_curses_catch_signals(void);

/// Puts back the actions found by `uk_curses_catch_signals`; an alarm that was set is off.
void uk_curses_release_signals(void);

/// Looks the terminal up in terminfo, and notes how it is now and what to send to bring it back. To be called before
/// ncurses starts, which would end the program over a terminal that it does not know.
enum uk_curses_outcome uk_curses_remember(int terminal);

/// Notes how the terminal is now; nothing will be sent to bring it back.
enum uk_curses_outcome uk_curses_remember_modes(int terminal);

/// Whether terminfo knows of a mouse. Only while a terminal is set up.
bool uk_curses_has_mouse(void);

/// What wipes out what has scrolled away, where there is no second screen to leave; else nothing. Only while a terminal
/// is set up.
const char *uk_curses_wipe(void);

/// Writes all of it, and waits where it must.
void uk_terminal_write(int terminal, const char *bytes, size_t count);

/// Has descriptor 2 lead to `log`, to nowhere if that is negative.
void uk_curses_redirect_errors(int log);

void uk_curses_give_errors_back(void);

/// The terminal is as it was found: `uk_curses_restore` has nothing left to do.
void uk_curses_forget(void);

#endif
