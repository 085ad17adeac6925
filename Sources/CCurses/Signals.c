#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "CCurses.h"
#include "Internal.h"

static int selfPipe[2] = {-1, -1};

/// The system's default follows, never the action found: Swift's own crash handler would stop at a terminal and offer
/// whoever stands before it a debugger.
static void crash(int signal) {
    uk_curses_restore();
    // Its action is the default again; it is delivered when this returns.
    raise(signal);
}

static void note(int signal) {
    int error = errno;
    char byte = signal == SIGWINCH || signal == SIGCONT ? UK_CURSES_CHANGED : UK_CURSES_ENDING;
    if (byte == UK_CURSES_ENDING) alarm(UK_CURSES_PATIENCE);
    // A full pipe says that enough signals wait to be seen.
    ssize_t ignored = write(selfPipe[1], &byte, 1);
    (void)ignored;
    errno = error;
}

static const struct {
    int signal;
    void (*handler)(int);
    int flags;
} wanted[] = {
    {SIGSEGV, crash, SA_RESETHAND | SA_ONSTACK}, {SIGBUS, crash, SA_RESETHAND | SA_ONSTACK},
    {SIGILL, crash, SA_RESETHAND | SA_ONSTACK},  {SIGFPE, crash, SA_RESETHAND | SA_ONSTACK},
    {SIGABRT, crash, SA_RESETHAND | SA_ONSTACK}, {SIGTRAP, crash, SA_RESETHAND | SA_ONSTACK},
    // Only `alarm` sends it, to end a write that nobody reads.
    {SIGALRM, crash, SA_RESETHAND | SA_ONSTACK},
    {SIGTERM, note, SA_RESTART},                 {SIGHUP, note, SA_RESTART},
    {SIGINT, note, SA_RESTART},                  {SIGQUIT, note, SA_RESTART},
    {SIGWINCH, note, SA_RESTART},                {SIGCONT, note, SA_RESTART},
    {SIGTSTP, SIG_IGN, 0},                       {SIGPIPE, SIG_IGN, 0},
};
enum { WANTED = sizeof wanted / sizeof wanted[0] };

static struct sigaction before[WANTED];
static stack_t stackBefore;

bool uk_curses_catch_signals(void) {
    // A stack overflow leaves no room for a handler on the stack that overflowed.
    static char stack[64 * 1024];
    const stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    if (pipe2(selfPipe, O_CLOEXEC | O_NONBLOCK) != 0) return false;
    sigaltstack(&own, &stackBefore);
    sigset_t signals;
    sigemptyset(&signals);
    for (size_t i = 0; i < WANTED; i++) {
        struct sigaction action = {.sa_handler = wanted[i].handler, .sa_flags = wanted[i].flags};
        sigfillset(&action.sa_mask);
        sigaction(wanted[i].signal, &action, &before[i]);
        sigaddset(&signals, wanted[i].signal);
    }
    // Whoever started the program may have had them blocked, and that is inherited.
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    return true;
}

void uk_curses_release_signals(void) {
    alarm(0);
    for (size_t i = 0; i < WANTED; i++) sigaction(wanted[i].signal, &before[i], NULL);
    sigaltstack(&stackBefore, NULL);
    close(selfPipe[0]);
    close(selfPipe[1]);
    selfPipe[0] = selfPipe[1] = -1;
}

int uk_curses_signal_descriptor(void) {
    return selfPipe[0];
}

unsigned uk_curses_take_signals(void) {
    unsigned asked = 0;
    char bytes[64];
    ssize_t count;
    while ((count = read(selfPipe[0], bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < count; i++) asked |= (unsigned)bytes[i];
    }
    // It is heard; how long the end takes from here on is the program's affair.
    if (asked & UK_CURSES_ENDING) alarm(0);
    return asked;
}
