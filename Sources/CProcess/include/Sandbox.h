// What a process gives up for good, so that whoever takes it over through a picture gains nothing.
#ifndef UKETSUKE_SANDBOX_H
#define UKETSUKE_SANDBOX_H

#include <stdint.h>

/// What a filter of system calls leaves.
enum uk_filter {
    /// Computing, memory that is not executable, and the files that are open: reading, writing, waiting. Opening one
    /// fails with EPERM, as libraries expect it; starting a program, a process or a thread, sockets and looking into
    /// other processes end the process.
    UK_FILTER_READER,
    /// Everything but programs, processes, sockets, other processes' memory, typing into a terminal and the kernel's
    /// more dangerous doors, all of which fail with EPERM. Threads stay.
    UK_FILTER_EYE,
    /// As the eye's, but processes may be started: copies of this one, as no program can.
    UK_FILTER_NURSERY,
};

/// Filters the system calls of this process and its children from now on. Several filters add up. 0 or an errno.
int uk_sandbox_filter(enum uk_filter filter);

/// Bounds what this process may use from now on: so many bytes of memory beyond what is mapped now, so many seconds of
/// processor time in all, no file written, a handful of open files, no core dump. 0 or an errno.
int uk_sandbox_limit(uint64_t bytes, uint64_t seconds);

/// From now on only devices may be written and, of all else, only the system's libraries and hardware tables be read.
/// 0, or an errno: ENOSYS where there is no Landlock, because the kernel or a container has none or it is off.
///
/// Does nothing when a library is preloaded: it needs files that nobody knows, and is trusted with everything anyway.
int uk_sandbox_keep_to_devices(void);

#endif
