// A terminal that is written to line by line: for screen readers, for braille lines, and where no cursor can be placed.

#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "CCurses.h"
#include "Internal.h"

static int device = -1;

static void set_modes(void) {
    struct termios modes;
    if (tcgetattr(device, &modes) != 0) return;
    modes.c_lflag &= (tcflag_t) ~(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    modes.c_iflag &= (tcflag_t) ~(IXON | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT);
    // Lines end as the terminal wants them.
    modes.c_oflag |= OPOST | ONLCR;
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    tcsetattr(device, TCSADRAIN, &modes);
}

enum uk_curses_outcome uk_plain_open(int terminal, int log) {
    if (device >= 0) return UK_CURSES_FAILED;
    enum uk_curses_outcome outcome = uk_curses_remember_modes(terminal);
    if (outcome != UK_CURSES_OPENED) return outcome;
    if (!uk_curses_catch_signals()) {
        uk_curses_forget();
        return UK_CURSES_FAILED;
    }
    device = terminal;
    set_modes();
    uk_curses_redirect_errors(log);
    return UK_CURSES_OPENED;
}

void uk_plain_close(void) {
    if (device < 0) return;
    alarm(UK_CURSES_PATIENCE);
    uk_curses_restore();
    device = -1;
    uk_curses_give_errors_back();
    uk_curses_release_signals();
}

void uk_plain_adapt(void) {
    if (tcgetpgrp(device) == getpgrp()) set_modes();
}

void uk_plain_size(int *rows, int *columns) {
    struct winsize size;
    bool isKnown = device >= 0 && ioctl(device, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
    *rows = isKnown ? size.ws_row : 24;
    *columns = isKnown ? size.ws_col : 80;
}

void uk_plain_write(const char *bytes, size_t count) {
    uk_terminal_write(device, bytes, count);
}

void uk_terminal_write(int terminal, const char *bytes, size_t count) {
    size_t sent = 0;
    while (sent < count) {
        ssize_t written = write(terminal, bytes + sent, count - sent);
        if (written < 0 && errno == EAGAIN) {
            struct pollfd room = {.fd = terminal, .events = POLLOUT};
            poll(&room, 1, -1);
        } else if (written < 0 && errno != EINTR) {
            return;
        } else if (written > 0) {
            sent += (size_t)written;
        }
    }
}
