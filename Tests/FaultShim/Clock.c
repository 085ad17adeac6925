// The clocks that a test moves: the file named by CLOCK_FAULT holds two numbers of milliseconds. Each reading of the wall
// clock is moved by the first, each reading of the time since boot by the second. A clock that somebody sets moves the
// first; time that passes, at whatever pace the machine's crystal has, moves both.
//
// The file is read anew at every reading, so that the clocks of a running program can be moved. What cannot be read (the
// file is just being written) moves them as far as before. CLOCK_MONOTONIC, by which programs sleep, stays.
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

struct movement {
    long long wall, boot;
};

static const char *control;
static _Atomic long long moved_wall, moved_boot;

// Before the program's own constructors, which may read clocks from several threads.
__attribute__((constructor(101))) static void find_control(void) { control = getenv("CLOCK_FAULT"); }

static bool parse(const char *text, struct movement *movement) {
    char *end, *last;
    movement->wall = strtoll(text, &end, 10);
    movement->boot = strtoll(end, &last, 10);
    return end != text && last != end && *last == '\n';
}

// By the kernel's own door: open() and read() may be made to fail by the other half of this library.
static void look(void) {
    char text[64];
    int file = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return;
    long length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (length <= 0) return;
    text[length] = '\0';
    struct movement movement;
    if (!parse(text, &movement)) return;
    moved_wall = movement.wall;
    moved_boot = movement.boot;
}

static void move(struct timespec *time, long long by) {
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
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    if (syscall(SYS_clock_gettime, clock, time) != 0) return -1;
    if (control == NULL) return 0;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) {
        look();
        move(time, moved_wall);
    } else if (clock == CLOCK_BOOTTIME) {
        look();
        move(time, moved_boot);
    }
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
