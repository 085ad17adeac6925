#define _GNU_SOURCE
#include "Lockdown.h"

#include <errno.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int uk_process_forbid_dumps(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    // The limit does not hold for a program that the kernel hands core dumps to.
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}

// MARK: - The environment

static bool is_kept(const char *setting, const char *const *names) {
    size_t length = strcspn(setting, "=");
    for (; *names != NULL; names++) {
        size_t wanted = strlen(*names);
        bool is_prefix = wanted > 0 && (*names)[wanted - 1] == '*';
        if (is_prefix && length >= wanted - 1 && strncmp(setting, *names, wanted - 1) == 0) return true;
        if (length == wanted && strncmp(setting, *names, length) == 0) return true;
    }
    return false;
}

void uk_process_keep_environment(const char *const *names) {
    const char *preloaded = getenv("LD_PRELOAD");
    if (environ == NULL || (preloaded != NULL && *preloaded != 0)) return;
    // In place: a setting without a name or without `=` could not be removed by its name.
    char **kept = environ;
    for (char **setting = environ; *setting != NULL; setting++) {
        if (is_kept(*setting, names)) *kept++ = *setting;
    }
    *kept = NULL;
}

// MARK: - Starting anew

int uk_process_start_anew(const char *program, char *const *arguments) {
    sigset_t none;
    sigemptyset(&none);
    // Where the kernel does not know the call, everything that was opened is closed by its own mark.
    (void)close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv(program, arguments);
    return errno;
}

// MARK: - systemd

bool uk_process_notify(const char *address, const char *text) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t length = strlen(address);
    if (length < 2 || length >= sizeof to.sun_path || (address[0] != '/' && address[0] != '@')) return false;
    memcpy(to.sun_path, address, length);
    if (address[0] == '@') to.sun_path[0] = 0;
    int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_ < 0) return false;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (address[0] == '/' ? 1 : 0));
    ssize_t sent;
    do sent = sendto(socket_, text, strlen(text), MSG_NOSIGNAL, (const struct sockaddr *)&to, size);
    while (sent < 0 && errno == EINTR);
    close(socket_);
    return sent >= 0;
}
