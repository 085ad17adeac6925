#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "Sandbox.h"

// Rights that headers older than the kernel do not name.
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static const uint64_t look = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

// All that the first version of Landlock knows, and what later ones have added to do with files.
static uint64_t all_rights(long version) {
    uint64_t rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (version >= 2) rights |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3) rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
    return rights;
}

// A folder that this machine does not have needs no rule.
static int allow_below(int rules, const char *folder, uint64_t rights) {
    struct landlock_path_beneath_attr rule = {.allowed_access = rights};
    rule.parent_fd = open(folder, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0) return errno == ENOENT ? 0 : errno;
    long status = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    int failure = status == 0 ? 0 : errno;
    close(rule.parent_fd);
    return failure;
}

static int restrict_to(int rules) {
    // What drivers' helpers read: the table of the hardware, and libraries that are loaded when a camera is opened.
    static const char *const readable[] = {"/sys", "/usr/lib", "/lib"};
    int failure = allow_below(rules, "/dev", look | LANDLOCK_ACCESS_FS_WRITE_FILE);
    for (size_t index = 0; failure == 0 && index < sizeof readable / sizeof *readable; index++) {
        failure = allow_below(rules, readable[index], look);
    }
    if (failure != 0) return failure;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    return syscall(SYS_landlock_restrict_self, rules, 0) == 0 ? 0 : errno;
}

int uk_sandbox_keep_to_devices(void) {
    const char *preloaded = getenv("LD_PRELOAD");
    if (preloaded != NULL && *preloaded != 0) return 0;
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    // ENOSYS or EOPNOTSUPP of the kernel, EPERM of a container's filter that does not know the call.
    if (version < 1) return ENOSYS;
    struct landlock_ruleset_attr wanted = {.handled_access_fs = all_rights(version)};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &wanted, sizeof wanted.handled_access_fs, 0);
    if (rules < 0) return errno;
    int failure = restrict_to(rules);
    close(rules);
    return failure;
}
