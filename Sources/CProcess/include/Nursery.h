// A process that does what must not touch this one, and a second one that replaces it whenever it ends.
//
// This process (the eye) starts a nursery before it has any thread or any device. The nursery never sees data: it
// forks a reader, waits for its end and forks the next one, each a copy of the same clean state. So a reader has no
// hold on the eye's files, nor on the memory of a camera that the eye opened later: the kernel would keep that camera
// busy for as long as any process has its buffers mapped.
#ifndef UKETSUKE_NURSERY_H
#define UKETSUKE_NURSERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What readers are.
typedef struct {
    /// Called once in the nursery: makes ready what every reader inherits.
    void (*prepare)(void *context);
    /// What a reader does, confined for good: it is asked by bytes from `requests`, which does not block, and answers
    /// by bytes to `answers`. It must not return before `requests` has ended.
    void (*read)(void *context, int requests, int answers);
    void *context;
    /// Memory that a reader may use beyond what it begins with.
    uint64_t bytes;
    /// Processor time that a reader may use in all.
    uint64_t seconds;
} uk_readers;

/// The eye's ends of the pipes; none of them blocks.
typedef struct {
    pid_t pid;
    int requests, answers;
    /// Each byte written here ends the reader at once; the next one takes its place.
    int orders;
    /// A status comes for each reader that has started: UK_NURSERY_FIRST, or how the one before ended (its exit code,
    /// or 128 and its signal). The end of the file means that there will be none any more.
    int news;
} uk_nursery;

enum {
    UK_NURSERY_FIRST = -1,
    /// The exit code of a reader that the kernel would not confine; the nursery ends as well.
    UK_NURSERY_UNCONFINED = 77,
};

/// Starts the nursery and the first reader. 0 or an errno. To be called while the process has one thread.
int uk_nursery_start(const uk_readers *readers, uk_nursery *nursery);

/// Ends the nursery and its reader and closes the pipes.
void uk_nursery_end(uk_nursery *nursery);

/// The next status from `news`: false when there is none yet; `*ended` tells that there will be none.
bool uk_nursery_status(const uk_nursery *nursery, int *status, bool *ended);

/// Memory of zeros that children share with this process; only what is used takes room. NULL and errno.
void *uk_shared_memory(size_t length);
void uk_shared_memory_end(void *memory, size_t length);

#endif
