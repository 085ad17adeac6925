#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

#include "Internal.h"

static int errorsBefore = -1;

void uk_curses_redirect_errors(int log) {
    int nowhere = log < 0 ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
    errorsBefore = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(log < 0 ? nowhere : log, STDERR_FILENO);
    if (nowhere >= 0) close(nowhere);
}

void uk_curses_give_errors_back(void) {
    if (errorsBefore < 0) return;
    dup2(errorsBefore, STDERR_FILENO);
    close(errorsBefore);
    errorsBefore = -1;
}
