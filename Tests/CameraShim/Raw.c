#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <time.h>

#include "Shim.h"

void *shim_libc(const char *name) { return dlsym(RTLD_NEXT, name); }

long shim_raw(long number, ...) {
    static long (*call)(long, ...);
    if (call == NULL) call = (long (*)(long, ...))shim_libc("syscall");
    va_list arguments;
    va_start(arguments, number);
    long values[6];
    for (int index = 0; index < 6; index++) values[index] = va_arg(arguments, long);
    va_end(arguments);
    return call(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}

double shim_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
