// What the files of the VFS share.
#ifndef UKETSUKE_FAULTY_VFS_INTERNAL_H
#define UKETSUKE_FAULTY_VFS_INTERNAL_H

#include "FaultyVFS.h"

/// Counts an operation on the file at `path`, and answers how it fails: SQLite's code, or SQLITE_OK.
///
/// - Parameter grows: whether it would make the file larger.
int faulty_meet(const char *path, enum faulty_operation operation, bool grows);

/// Writes down what was done, if somebody watches and records.
///
/// - Returns: whether somebody watches.
bool faulty_note(
    const char *path, enum faulty_operation operation, bool has_failed, int64_t offset, int64_t size,
    const void *bytes);

#endif
