// Programs that look at a device, or for one, before they open it.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "Shim.h"

// 1 when it is a camera of ours, 0 when it is not, -1 and errno when it is one that is away.
static int look(const char *path, struct stat *about) {
    struct device *device = shim_by_path(path);
    if (device == NULL) return 0;
    if (shim_is_absent(device->number)) {
        errno = ENOENT;
        return -1;
    }
    memset(about, 0, sizeof *about);
    about->st_mode = S_IFCHR | 0660;
    about->st_rdev = 81UL << 8 | (unsigned)device->number;
    about->st_nlink = 1;
    about->st_blksize = 4096;
    return 1;
}

static int stat_any(const char *path, struct stat *about, int flags) {
    int found = look(path, about);
    if (found != 0) return found > 0 ? 0 : -1;
    return (int)shim_raw(SYS_newfstatat, AT_FDCWD, path, about, flags);
}

int stat(const char *path, struct stat *about) { return stat_any(path, about, 0); }
int lstat(const char *path, struct stat *about) { return stat_any(path, about, AT_SYMLINK_NOFOLLOW); }
int stat64(const char *path, struct stat64 *about) { return stat_any(path, (struct stat *)about, 0); }
int lstat64(const char *path, struct stat64 *about) {
    return stat_any(path, (struct stat *)about, AT_SYMLINK_NOFOLLOW);
}

int access(const char *path, int mode) {
    struct stat about;
    int found = look(path, &about);
    if (found != 0) return found > 0 ? 0 : -1;
    return (int)shim_raw(SYS_faccessat, AT_FDCWD, path, mode);
}

DIR *opendir(const char *path) {
    char elsewhere[4096];
    DIR *(*real)(const char *) = (DIR * (*)(const char *)) shim_libc("opendir");
    return real(shim_redirect(path, elsewhere, sizeof elsewhere));
}

ssize_t readlink(const char *path, char *text, size_t room) {
    char elsewhere[4096];
    return shim_raw(SYS_readlinkat, AT_FDCWD, shim_redirect(path, elsewhere, sizeof elsewhere), text, room);
}
