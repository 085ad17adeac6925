#ifndef UKETSUKE_CCURSES_INTERNAL_H
#define UKETSUKE_CCURSES_INTERNAL_H

#include <stdbool.h>

#include "CCurses.h"

/// How many seconds a terminal that takes nothing is waited for once the program is to end.
enum { UK_CURSES_PATIENCE = 5 };

/// Makes the self-pipe and installs the handlers. To be called before ncurses starts, which leaves alone what is not
/// at its default.
bool uk_curses_catch_signals(void);

/// Puts back the actions found by `uk_curses_catch_signals`; an alarm that was set is off.
void uk_curses_release_signals(void);

/// Looks the terminal up in terminfo, and notes how it is now and what to send to bring it back. To be called before
/// ncurses starts, which would end the program over a terminal that it does not know.
enum uk_curses_outcome uk_curses_remember(int terminal);

/// The terminal is as it was found: `uk_curses_restore` has nothing left to do.
void uk_curses_forget(void);

#endif
