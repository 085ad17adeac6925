// What brings the terminal back after a crash. Everything it needs is computed beforehand, so that a signal handler
// only has to write bytes and set the line's modes.

#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CCurses.h"
#include "Internal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <linux/vt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static struct {
    volatile sig_atomic_t isNeeded;
    // The console's other screens are out of reach.
    volatile sig_atomic_t isLocked;
    int terminal;
    struct termios modes;
    char bytes[512];
    size_t length;
} found;

static int keep(int byte) {
    if (found.length == sizeof found.bytes) return EOF;
    found.bytes[found.length++] = (char)byte;
    return byte;
}

/// What terminfo has under a name; `NULL` when the terminal does not have it.
static const char *capability(const char *name) {
    const char *text = tigetstr(name);
    return text == (const char *)-1 ? NULL : text;
}

bool uk_curses_has_mouse(void) {
    const char *report = capability("kmous");
    return report && strncmp(report, "\033[", 2) == 0;
}

const char *uk_curses_wipe(void) {
    if (capability("rmcup")) return "";
    const char *clear = capability("clear");
    // A terminal that knows no more than ECMA-48 has no such memory, and does nothing.
    return clear && strstr(clear, "\033[") ? "\033[3J" : "";
}

/// Adds a capability with its padding worked out.
static void keep_capability(const char *name) {
    const char *text = capability(name);
    if (text) tputs(text, 1, keep);
}

static void keep_all(void) {
    found.length = 0;
    keep_capability("sgr0");
    keep_capability("op");
    if (uk_curses_has_mouse()) tputs(UK_CURSES_MOUSE_OFF, 1, keep);
    // Also the second screen: some terminals can show it again.
    keep_capability("clear");
    tputs(uk_curses_wipe(), 1, keep);
    keep_capability("rmcup");
    keep_capability("cnorm");
}

enum uk_curses_outcome uk_curses_remember_modes(int terminal) {
    static bool isRegistered;
    if (tcgetattr(terminal, &found.modes) != 0) return UK_CURSES_NOT_A_TERMINAL;
    if (!isRegistered && atexit(uk_curses_restore) != 0) return UK_CURSES_FAILED;
    isRegistered = true;
    found.length = 0;
    found.terminal = terminal;
    found.isNeeded = 1;
    // No Alt-Fn to another console's login. Only a virtual console has such a switch, and only CAP_SYS_TTY_CONFIG locks
    // it; elsewhere nothing is there to be locked, or `doctor` says what is missing.
    found.isLocked = ioctl(terminal, VT_LOCKSWITCH, 1) == 0;
    return UK_CURSES_OPENED;
}

enum uk_curses_outcome uk_curses_remember(int terminal) {
    int error = 0;
    enum uk_curses_outcome outcome = uk_curses_remember_modes(terminal);
    if (outcome != UK_CURSES_OPENED) return outcome;
    bool isKnown = setupterm(NULL, terminal, &error) == OK;
    bool hasScreen = isKnown && capability("cup");
    if (hasScreen) keep_all();
    if (isKnown) del_curterm(cur_term);
    if (hasScreen) return UK_CURSES_OPENED;
    uk_curses_forget();
    return isKnown ? UK_CURSES_NO_SCREEN : UK_CURSES_UNKNOWN_TERMINAL;
}

static void unlock_consoles(void) {
    if (found.isLocked) ioctl(found.terminal, VT_UNLOCKSWITCH, 1);
    found.isLocked = 0;
}

void uk_curses_forget(void) {
    if (found.isNeeded) unlock_consoles();
    found.isNeeded = 0;
}

/// Sends the bytes as far as the terminal takes them within a second each time.
static void send_all(void) {
    size_t sent = 0;
    while (sent < found.length) {
        ssize_t count = write(found.terminal, found.bytes + sent, found.length - sent);
        if (count > 0) {
            sent += (size_t)count;
        } else if (errno == EAGAIN) {
            struct pollfd room = {.fd = found.terminal, .events = POLLOUT};
            if (poll(&room, 1, 1000) <= 0) break;
        } else if (errno != EINTR) {
            break;
        }
    }
}

void uk_curses_restore(void) {
    if (!found.isNeeded) return;
    found.isNeeded = 0;
    int error = errno;
    unlock_consoles();
    // Others may have the terminal open by this very description.
    int flags = fcntl(found.terminal, F_GETFL);
    fcntl(found.terminal, F_SETFL, flags | O_NONBLOCK);
    send_all();
    fcntl(found.terminal, F_SETFL, flags);
    tcsetattr(found.terminal, TCSANOW, &found.modes);
    errno = error;
}
