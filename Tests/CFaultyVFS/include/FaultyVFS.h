// A SQLite VFS over the system's own: fails, counts and records what is done below the folders that a test watches.
//
// It is the process's default VFS once it is installed, and leaves everything alone that nobody watches. Tests run side
// by side in one process, so each watches a folder of its own. The -shm file is not seen: no power cut leaves it.
#ifndef UKETSUKE_FAULTY_VFS_H
#define UKETSUKE_FAULTY_VFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What SQLite asked the disk to do.
enum faulty_operation {
    FAULTY_WRITE,
    FAULTY_TRUNCATE,
    FAULTY_SYNC,
    FAULTY_DELETE,
};

/// What goes wrong.
enum faulty_fault {
    FAULTY_NONE,
    /// A write or truncation fails with an I/O error; the first half of a write is done.
    FAULTY_WRITES,
    /// A sync fails with an I/O error.
    FAULTY_SYNCS,
    /// Writes that would make a file larger fail, because the disk is full; those within it are done.
    FAULTY_GROWTH,
};

/// One thing that was done, in the order of doing.
struct faulty_record {
    enum faulty_operation operation;
    /// Whether it failed; a failed write was done as far as `size` tells.
    bool has_failed;
    /// Below the watched folder, without a slash before it.
    const char *name;
    int64_t offset;
    /// Bytes written; the new length after a truncation.
    int64_t size;
    const uint8_t *bytes;
};

/// A watched folder.
struct faulty_watch;

/// Makes the VFS SQLite's default one, at the first call.
///
/// - Returns: false when SQLite refuses it.
bool faulty_install(void);

/// Watches a folder; `folder` is an absolute path without a slash at its end. End it with `faulty_end`.
struct faulty_watch *faulty_begin(const char *folder, bool is_recording);
void faulty_end(struct faulty_watch *watch);

/// Lets the `number`th operation from now that the fault is about fail, the first being 1; and all later ones, if it
/// `lasts`.
void faulty_fail(struct faulty_watch *watch, enum faulty_fault fault, long number, bool lasts);
/// How often a fault has been met since `faulty_fail`.
long faulty_failures(struct faulty_watch *watch);

/// How many records there are.
long faulty_count(struct faulty_watch *watch);
/// A record by its place; it stays where it is until the watch ends.
struct faulty_record faulty_record_at(struct faulty_watch *watch, long index);

#endif
