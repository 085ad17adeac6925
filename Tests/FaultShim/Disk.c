// A disk that fails as a test wishes: what is below the folder DISK_FAULT_FOLDER fails by the word in the file named by
// DISK_FAULT, which is read anew at every call, so that faults come and go while a program runs.
//
// none          all is well, as without the file
// full          what would make a file larger fails with ENOSPC, and no room is told
// readonly      what would change anything fails with EROFS, as on a file system that the kernel has made read-only
// write-error   writing fails with EIO
// sync-error    flushing fails with EIO
// slow N        each flush takes N milliseconds
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "FaultShim.h"

static const char *folder, *control;

__attribute__((constructor(101))) static void find_settings(void) {
    folder = getenv("DISK_FAULT_FOLDER");
    control = getenv("DISK_FAULT");
}

// MARK: - What is wrong

enum fault { FAULT_NONE, FAULT_FULL, FAULT_READ_ONLY, FAULT_WRITE, FAULT_SYNC, FAULT_SLOW };

// By the kernel's own door, past the functions below.
static enum fault fault_now(long *number) {
    static const char *const words[] = {"none", "full", "readonly", "write-error", "sync-error", "slow"};
    char text[64], word[32] = "";
    int file = (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return FAULT_NONE;
    long length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    text[length > 0 ? length : 0] = '\0';
    *number = 0;
    if (sscanf(text, "%31s %ld", word, number) < 1) return FAULT_NONE;
    for (int index = 0; index < 6; index++) {
        if (strcmp(word, words[index]) == 0) return (enum fault)index;
    }
    return FAULT_NONE;
}

static bool is_path_below(const char *path) {
    if (folder == NULL || control == NULL || path == NULL) return false;
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool is_file_below(int file) {
    if (folder == NULL || control == NULL) return false;
    int before = errno;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return false;
    path[length] = '\0';
    return is_path_below(path);
}

// MARK: - Writing

// 0, or the error with which this write fails. Where it starts: -1 for the file's own position.
static int write_failure(int file, off_t start, size_t count) {
    if (!is_file_below(file)) return 0;
    long number;
    switch (fault_now(&number)) {
    case FAULT_READ_ONLY: return EROFS;
    case FAULT_WRITE: return EIO;
    case FAULT_FULL: break;
    default: return 0;
    }
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
    bool appends = (fcntl(file, F_GETFL) & O_APPEND) != 0;
    if (start < 0) start = appends ? status.st_size : lseek(file, 0, SEEK_CUR);
    return start + (off_t)count > status.st_size ? ENOSPC : 0;
}

static ssize_t fail(int error) {
    errno = error;
    return -1;
}

ssize_t write(int file, const void *bytes, size_t count) {
    int error = write_failure(file, -1, count);
    return error != 0 ? fail(error) : syscall(SYS_write, file, bytes, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    int error = write_failure(file, offset, count);
    return error != 0 ? fail(error) : syscall(SYS_pwrite64, file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return pwrite64(file, bytes, count, offset); }

ssize_t writev(int file, const struct iovec *parts, int count) {
    size_t total = 0;
    for (int index = 0; index < count; index++) total += parts[index].iov_len;
    int error = write_failure(file, -1, total);
    return error != 0 ? fail(error) : syscall(SYS_writev, file, parts, count);
}

int ftruncate64(int file, off64_t length) {
    // Room is not needed for it; whatever else fails a write fails it too.
    int error = write_failure(file, 0, 0);
    return error != 0 ? (int)fail(error) : (int)syscall(SYS_ftruncate, file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int fallocate64(int file, int mode, off64_t start, off64_t length) {
    int error = write_failure(file, start, (size_t)length);
    return error != 0 ? (int)fail(error) : (int)syscall(SYS_fallocate, file, mode, start, length);
}

int fallocate(int file, int mode, off_t start, off_t length) { return fallocate64(file, mode, start, length); }

int posix_fallocate64(int file, off64_t start, off64_t length) {
    return fallocate64(file, 0, start, length) == 0 ? 0 : errno;
}

int posix_fallocate(int file, off_t start, off_t length) { return posix_fallocate64(file, start, length); }

// MARK: - Flushing

static int sync_failure(int file) {
    if (!is_file_below(file)) return 0;
    long number;
    enum fault fault = fault_now(&number);
    if (fault == FAULT_SLOW) {
        struct timespec pause = {number / 1000, number % 1000 * 1000000};
        while (nanosleep(&pause, &pause) != 0 && errno == EINTR) {}
    }
    return fault == FAULT_SYNC ? EIO : 0;
}

int fsync(int file) {
    int error = sync_failure(file);
    return error != 0 ? (int)fail(error) : (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    int error = sync_failure(file);
    return error != 0 ? (int)fail(error) : (int)syscall(SYS_fdatasync, file);
}

// MARK: - Names

static bool is_read_only(const char *path) {
    long number;
    return is_path_below(path) && fault_now(&number) == FAULT_READ_ONLY;
}

static int open_any(int at, const char *path, int flags, mode_t mode) {
    bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC) != 0;
    bool makes = (flags & O_CREAT) != 0 && syscall(SYS_faccessat, at, path, F_OK) != 0;
    if ((writes || makes) && is_read_only(path)) return (int)fail(EROFS);
    return (int)syscall(SYS_openat, at, path, flags, mode);
}

#define READ_MODE(flags)                                       \
    mode_t mode = 0;                                           \
    if ((flags) & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) {    \
        va_list arguments;                                     \
        va_start(arguments, flags);                            \
        mode = (mode_t)va_arg(arguments, int);                 \
        va_end(arguments);                                     \
    }

int open(const char *path, int flags, ...) {
    READ_MODE(flags)
    return open_any(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    READ_MODE(flags)
    return open_any(AT_FDCWD, path, flags, mode);
}

int openat(int at, const char *path, int flags, ...) {
    READ_MODE(flags)
    return open_any(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
    READ_MODE(flags)
    return open_any(at, path, flags, mode);
}

int __open_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }

int access(const char *path, int mode) {
    if ((mode & W_OK) != 0 && is_read_only(path)) return (int)fail(EROFS);
    return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

int mkdir(const char *path, mode_t mode) {
    if (is_read_only(path)) return (int)fail(EROFS);
    return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int link(const char *old, const char *new) {
    if (is_read_only(new)) return (int)fail(EROFS);
    return (int)syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int rename(const char *old, const char *new) {
    if (is_read_only(old) || is_read_only(new)) return (int)fail(EROFS);
    return (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int unlink(const char *path) {
    if (is_read_only(path)) return (int)fail(EROFS);
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int statvfs64(const char *path, struct statvfs64 *status) {
    static int (*ask)(const char *, struct statvfs64 *);
    if (ask == NULL) ask = (int (*)(const char *, struct statvfs64 *))dlsym(RTLD_NEXT, "statvfs64");
    if (ask(path, status) != 0) return -1;
    long number;
    if (is_path_below(path) && fault_now(&number) == FAULT_FULL) status->f_bfree = status->f_bavail = 0;
    return 0;
}

// The two structures are the same here.
int statvfs(const char *path, struct statvfs *status) { return statvfs64(path, (struct statvfs64 *)status); }
