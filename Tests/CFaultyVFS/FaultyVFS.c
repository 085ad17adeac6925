// The VFS itself: each method asks `faulty_meet`, does what the system's VFS does, and tells `faulty_note`.
#include "FaultyVFS.h"

#include <pthread.h>
#include <sqlite3.h>

#include "Watch.h"

/// An open file; the system's own follows it in memory.
struct file {
    sqlite3_file base;
    /// As SQLite gave it, which keeps it until the file is closed; NULL for a temporary file.
    const char *path;
};

static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((struct file *)file + 1); }
static const char *path_of(sqlite3_file *file) { return ((struct file *)file)->path; }

// MARK: - What can fail

static int write_bytes(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset) {
    sqlite3_int64 length = 0;
    real(file)->pMethods->xFileSize(real(file), &length);
    int failure = faulty_meet(path_of(file), FAULTY_WRITE, offset + size > length);
    int written = failure != SQLITE_OK ? size / 2 : size;
    int status = real(file)->pMethods->xWrite(real(file), bytes, written, offset);
    faulty_note(path_of(file), FAULTY_WRITE, failure != SQLITE_OK, offset, written, bytes);
    return failure != SQLITE_OK ? failure : status;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    int failure = faulty_meet(path_of(file), FAULTY_TRUNCATE, false);
    if (failure != SQLITE_OK) return failure;
    faulty_note(path_of(file), FAULTY_TRUNCATE, false, 0, size, NULL);
    return real(file)->pMethods->xTruncate(real(file), size);
}

// A watched file is not flushed really: its syncs are on record, and waiting for them would prove nothing more.
static int sync_file(sqlite3_file *file, int flags) {
    int failure = faulty_meet(path_of(file), FAULTY_SYNC, false);
    bool is_watched = faulty_note(path_of(file), FAULTY_SYNC, failure != SQLITE_OK, 0, 0, NULL);
    if (failure != SQLITE_OK) return failure;
    return is_watched ? SQLITE_OK : real(file)->pMethods->xSync(real(file), flags);
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs_folder) {
    (void)vfs;
    faulty_note(path, FAULTY_DELETE, false, 0, 0, NULL);
    return real_vfs->xDelete(real_vfs, path, syncs_folder);
}

// MARK: - What is the system's

static int close_file(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }
static int read_bytes(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), bytes, size, offset);
}
static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int lock_file(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int unlock_file(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int is_reserved(sqlite3_file *file, int *answer) {
    return real(file)->pMethods->xCheckReservedLock(real(file), answer);
}
static int control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
static int sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int characteristics(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
static int map_shared(sqlite3_file *file, int page, int size, int extends, void volatile **memory) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extends, memory);
}
static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
static void bar_shared(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int unmap_shared(sqlite3_file *file, int deletes) {
    return real(file)->pMethods->xShmUnmap(real(file), deletes);
}

// Version 2: without memory-mapped reading, which would write past these methods.
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_bytes,
    .xWrite = write_bytes,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = bar_shared,
    .xShmUnmap = unmap_shared,
};

static int open_file(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file, int flags, int *granted) {
    (void)vfs;
    ((struct file *)file)->path = path;
    int status = real_vfs->xOpen(real_vfs, path, real(file), flags, granted);
    file->pMethods = real(file)->pMethods == NULL ? NULL : &methods;
    return status;
}

// MARK: - Installing

static bool is_installed;

static void install(void) {
    real_vfs = sqlite3_vfs_find(NULL);
    if (real_vfs == NULL) return;
    faulty_vfs = *real_vfs;
    faulty_vfs.pNext = NULL;
    faulty_vfs.zName = "uketsuke-faulty";
    faulty_vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
    faulty_vfs.xOpen = open_file;
    faulty_vfs.xDelete = delete_file;
    is_installed = sqlite3_vfs_register(&faulty_vfs, 1) == SQLITE_OK;
}

bool faulty_install(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    return is_installed;
}
