#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CCurses.h"

#include <curses.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "Internal.h"

static SCREEN *screen;
static FILE *input, *output;
static int device = -1;
static bool hasMouse;

// MARK: - Opening

static FILE *stream(int terminal, const char *mode) {
    int copy = fcntl(terminal, F_DUPFD_CLOEXEC, 3);
    FILE *stream = copy >= 0 ? fdopen(copy, mode) : NULL;
    if (!stream && copy >= 0) close(copy);
    return stream;
}

static void close_streams(void) {
    if (input) fclose(input);
    if (output) fclose(output);
    input = output = NULL;
}

/// Sends a sequence by itself. Curses has nothing waiting to be sent but within a refresh.
static void send(const char *sequence) {
    uk_terminal_write(device, sequence, strlen(sequence));
}

/// Presses of a mouse's buttons, as SGR reports (xterm's modes 1000 and 1006). Only a terminal whose terminfo knows of
/// mouse reports is asked.
static void ask_for_mouse(void) {
    if (hasMouse) send("\033[?1000h\033[?1006h");
}

static bool start(int terminal) {
    input = stream(terminal, "r");
    output = stream(terminal, "w");
    screen = input && output ? newterm(NULL, output, input) : NULL;
    if (!screen) return false;
    device = terminal;
    hasMouse = uk_curses_has_mouse();
    raw();
    noecho();
    nonl();
    set_escdelay(25);
    meta(stdscr, TRUE);
    // Keys are read elsewhere. A refresh must not be put off because some wait, and the keypad stays numeric, so that
    // a digit typed there is a digit.
    typeahead(-1);
    keypad(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    curs_set(0);
    uk_curses_adapt();
    return true;
}

enum uk_curses_outcome uk_curses_open(int terminal, int log) {
    if (screen) return UK_CURSES_FAILED;
    enum uk_curses_outcome outcome = uk_curses_remember(terminal);
    if (outcome != UK_CURSES_OPENED) return outcome;
    if (!uk_curses_catch_signals()) {
        uk_curses_forget();
        return UK_CURSES_FAILED;
    }
    if (!start(terminal)) {
        uk_curses_restore();
        uk_curses_release_signals();
        close_streams();
        return UK_CURSES_FAILED;
    }
    uk_curses_redirect_errors(log);
    return UK_CURSES_OPENED;
}

void uk_curses_close(void) {
    if (!screen) return;
    // Nobody may be reading what is sent now.
    alarm(UK_CURSES_PATIENCE);
    erase();
    refresh();
    if (hasMouse) send(UK_CURSES_MOUSE_OFF);
    send(uk_curses_wipe());
    endwin();
    uk_curses_forget();
    delscreen(screen);
    screen = NULL;
    device = -1;
    close_streams();
    uk_curses_give_errors_back();
    uk_curses_release_signals();
}

// MARK: - Colours

int uk_curses_start_colours(void) {
    if (!has_colors() || start_color() == ERR) return 0;
    use_default_colors();
    return COLORS;
}

void uk_curses_define_pair(int pair, int foreground, int background) {
    init_extended_pair(pair, foreground, background);
}

// MARK: - Drawing

void uk_curses_size(int *rows, int *columns) {
    *rows = LINES;
    *columns = COLS;
}

void uk_curses_adapt(void) {
    struct winsize size;
    // A serial line does not know its size; then terminfo's holds.
    if (ioctl(device, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        resize_term(size.ws_row, size.ws_col);
    }
    // Whoever had the terminal while the program was stopped has set its modes. In the background that is not ours.
    if (tcgetpgrp(device) == getpgrp()) reset_prog_mode();
    ask_for_mouse();
    clearok(curscr, TRUE);
}

void uk_curses_clear(void) {
    erase();
}

void uk_curses_clear_row(int row) {
    if (move(row, 0) != ERR) clrtoeol();
}

static attr_t curses_attributes(unsigned attributes) {
    attr_t value = WA_NORMAL;
    if (attributes & UK_CURSES_BOLD) value |= WA_BOLD;
    if (attributes & UK_CURSES_DIM) value |= WA_DIM;
    if (attributes & UK_CURSES_REVERSE) value |= WA_REVERSE;
    if (attributes & UK_CURSES_UNDERLINE) value |= WA_UNDERLINE;
    return value;
}

/// Where the character that begins at `start` ends: behind the marks that are drawn onto it.
static int end_of_character(const int32_t *scalars, int count, int start) {
    int end = start + 1;
    while (end < count && end - start < CCHARW_MAX && wcwidth((wchar_t)scalars[end]) == 0) end++;
    return end;
}

void uk_curses_put(int row, int column, const int32_t *scalars, int count, int pair, unsigned attributes) {
    attr_t value = curses_attributes(attributes);
    if (move(row, column) == ERR) return;
    // One by one, since `addwstr` loses the marks of a wide character.
    for (int start = 0, end; start < count; start = end) {
        wchar_t character[CCHARW_MAX + 1] = {0};
        cchar_t cell;
        end = end_of_character(scalars, count, start);
        for (int i = start; i < end; i++) character[i - start] = (wchar_t)scalars[i];
        if (setcchar(&cell, character, value, (short)pair, NULL) == OK) add_wch(&cell);
    }
}

bool uk_curses_has_room(void) {
    struct pollfd room = {.fd = device, .events = POLLOUT};
    int queued = 0;
    if (poll(&room, 1, 0) <= 0) return false;
    return ioctl(device, TIOCOUTQ, &queued) != 0 || queued < UK_CURSES_BACKLOG;
}

void uk_curses_refresh(void) {
    refresh();
}

void uk_curses_bell(void) {
    beep();
}
