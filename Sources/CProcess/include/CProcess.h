// A door to what Linux offers for processes and Swift cannot call: fork, prctl, signalfd, seccomp, Landlock.
#ifndef UKETSUKE_CPROCESS_H
#define UKETSUKE_CPROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "Lockdown.h"
#include "NetworkWatch.h"
#include "Nursery.h"
#include "Sandbox.h"

// MARK: - A child

/// A child to start. It gets a process group of its own, /dev/null as stdin, no open file but the three, no signal
/// blocked or ignored, and is killed by the kernel when the *thread* that started it ends.
typedef struct {
    /// A path, not a name to look up.
    const char *program;
    /// Ends with NULL.
    char *const *arguments;
    int output;
    int errors;
} uk_child;

/// Starts it: 0 and its process ID, or the errno of fork or exec.
int uk_process_start(const uk_child *child, pid_t *pid);

/// What else a child may be given.
typedef struct {
    /// Its stdin; /dev/null for -1.
    int input;
    /// Its whole environment, NAME=value; ends with NULL.
    char *const *environment;
} uk_setting;

/// As uk_process_start, with input and environment of its own.
int uk_process_start_with(const uk_child *child, const uk_setting *setting, pid_t *pid);

/// A file in memory that has no name, holds these bytes and stands at its beginning. 0 or an errno.
int uk_process_memory_file(const void *bytes, size_t length, int *file);

/// Whether a child has ended. Its ID stays taken until uk_process_reap.
bool uk_process_has_ended(pid_t pid);

/// Sends a signal to a child's whole group, whether the child still runs or not; only before uk_process_reap.
void uk_process_signal_group(pid_t pid, int signal);

/// Waits up to so long for a child's end: its exit code, or 128 and the signal that ended it; -1 when it still runs.
int uk_process_reap(pid_t pid, int milliseconds);

/// A pipe that children do not inherit and that is read without waiting. 0 or an errno.
int uk_process_pipe(int ends[2]);

// MARK: - This process

/// Opens /dev/null as standard input, output and error where they are closed, so that no file that is opened later
/// takes their place. To be called before anything is opened.
void uk_process_fill_standard_descriptors(void);

/// Gives up what a reader of pictures does not need, for this process and those it starts: core dumps (they would hold
/// what visitors showed), that others of the same user look into its memory, and any gain of rights through exec.
/// 0 or an errno.
int uk_process_confine(void);

/// Blocks SIGTERM, SIGINT and SIGHUP and answers a descriptor that becomes readable when one comes; -1 and errno.
/// To be called before the first thread is started.
int uk_process_stop_descriptor(void);

/// Processor time of the calling thread, in microseconds.
int64_t uk_process_thread_microseconds(void);

#endif
