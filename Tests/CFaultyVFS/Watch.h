// What the files of the VFS share.
#ifndef UKETSUKE_FAULTY_VFS_INTERNAL_H
#define UKETSUKE_FAULTY_VFS_INTERNAL_H

#include "FaultyVFS.h"

/// What an operation meets.
enum faulty_outcome { FAULTY_PASSES, FAULTY_FAILS };

/// Asks whether an operation on the file at `path` fails, and counts it.
///
/// - Parameter grows: whether it would make the file larger.
enum faulty_outcome faulty_meet(const char *path, enum faulty_operation operation, bool grows);

/// Writes down what was done, if somebody watches and records.
void faulty_note(
    const char *path, enum faulty_operation operation, bool has_failed, int64_t offset, int64_t size,
    const void *bytes);

#endif
