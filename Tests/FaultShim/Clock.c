// The wall clock that a test sets: each reading is moved by as many milliseconds as stand in the file named by
// CLOCK_FAULT. The monotonic clocks go on as they are, as they do when somebody sets a machine's clock.
//
// The file is read anew at every reading, so that the clock of a running program can be moved. What cannot be read (the
// file is just being written) moves the clock as far as before.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "FaultShim.h"

static const long million = 1000000;
static const long billion = 1000000000;

static const char *control;
static _Atomic long long moved;

// Before the program's own constructors, which may read clocks from several threads.
__attribute__((constructor(101))) static void find_control(void) { control = getenv("CLOCK_FAULT"); }

// By the kernel's own door: open() and read() may be made to fail by the other half of this library.
static long long milliseconds(void) {
    if (control == NULL) return 0;
    char text[32];
    int file = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return moved;
    long length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (length <= 0) return moved;
    text[length] = '\0';
    char *end;
    long long number = strtoll(text, &end, 10);
    if (end != text && *end == '\n') moved = number;
    return moved;
}

static bool is_wall(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE; }

int clock_gettime(clockid_t clock, struct timespec *time) {
    if (syscall(SYS_clock_gettime, clock, time) != 0) return -1;
    if (!is_wall(clock)) return 0;
    long long by = milliseconds();
    long nanoseconds = time->tv_nsec + by % 1000 * million;
    time->tv_sec += by / 1000;
    if (nanoseconds < 0) {
        nanoseconds += billion;
        time->tv_sec -= 1;
    } else if (nanoseconds >= billion) {
        nanoseconds -= billion;
        time->tv_sec += 1;
    }
    time->tv_nsec = nanoseconds;
    return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *seconds) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    if (seconds != NULL) *seconds = now.tv_sec;
    return now.tv_sec;
}
