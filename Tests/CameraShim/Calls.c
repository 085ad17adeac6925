// What programs call: each of these is libc's unless it is about a camera of ours.
//
// libv4l2, on which libzbar stands, enters the kernel through syscall(), so that is here too.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "Shim.h"

// MARK: - Opening and closing

static int open_any(int folder, const char *path, int flags, mode_t mode) {
    struct device *device = shim_by_path(path);
    return device != NULL ? shim_open(device, flags) : (int)shim_raw(SYS_openat, folder, path, flags, mode);
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
    return open_any(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    READ_MODE(flags)
    return open_any(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    READ_MODE(flags)
    return open_any(folder, path, flags | O_LARGEFILE, mode);
}

int __open_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags | O_LARGEFILE, 0); }

int close(int file) {
    struct device *device = shim_by_file(file);
    if (device != NULL) shim_close(device);
    return (int)shim_raw(SYS_close, file);
}

// MARK: - Requests and memory

static long answer(int status) {
    if (status == 0) return 0;
    errno = -status;
    return -1;
}

// Lists end with EINVAL, and a frame that is not there is EAGAIN: neither is worth a line.
static bool is_worth_telling(unsigned long request, int status) {
    return status != 0 && status != -EAGAIN && status != -ENOTTY && status != -EINVAL &&
           (request != VIDIOC_DQBUF || status != -ENODEV);
}

static long request_any(int file, unsigned long request, void *argument) {
    // The kernel's numbers have 32 bits, whatever a caller's sign extension makes of them.
    request &= 0xFFFFFFFFUL;
    while (true) {
        pthread_mutex_lock(&shim_lock);
        struct device *device = shim_by_file(file);
        int status = device == NULL ? -EBADF : shim_request(device, request, argument);
        if (is_worth_telling(request, status)) shim_log("v4l2shim: request %08lx: %s\n", request, strerror(-status));
        pthread_mutex_unlock(&shim_lock);
        bool may_wait = (shim_raw(SYS_fcntl, file, F_GETFL) & O_NONBLOCK) == 0;
        if (status != -EAGAIN || request != VIDIOC_DQBUF || !may_wait) return answer(status);
        struct pollfd entry = {file, POLLIN, 0};
        struct timespec moment = {0, 100000000};
        shim_raw(SYS_ppoll, &entry, 1, &moment, NULL, 0);
    }
}

int ioctl(int file, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (shim_by_file(file) != NULL) return (int)request_any(file, request, argument);
    return (int)shim_raw(SYS_ioctl, file, request, argument);
}

static void *map_buffer(struct device *device, size_t length, int protection, off_t offset) {
    pthread_mutex_lock(&shim_lock);
    long map = -1;
    bool is_one = device->memory_file >= 0 && offset >= 0 && (size_t)offset % device->buffer_room == 0 &&
                  (size_t)offset / device->buffer_room < (size_t)device->buffer_count;
    if (is_one) map = shim_raw(SYS_mmap, NULL, length, protection, MAP_SHARED, device->memory_file, offset);
    else errno = EINVAL;
    pthread_mutex_unlock(&shim_lock);
    return (void *)map;
}

void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset) {
    struct device *device = shim_by_file(file);
    if (device != NULL) return map_buffer(device, length, protection, offset);
    return (void *)shim_raw(SYS_mmap, address, length, protection, flags, file, offset);
}

void *mmap64(void *address, size_t length, int protection, int flags, int file, off64_t offset) {
    return mmap(address, length, protection, flags, file, offset);
}

// MARK: - Waiting

static struct device *notice_unplugging(struct pollfd *entries, nfds_t count, nfds_t *place) {
    for (nfds_t index = 0; index < count; index++) {
        struct device *device = shim_by_file(entries[index].fd);
        if (device == NULL) continue;
        *place = index;
        pthread_mutex_lock(&shim_lock);
        if (device->file >= 0 && shim_is_absent(device->number)) shim_unplug(device);
        pthread_mutex_unlock(&shim_lock);
        return device;
    }
    return NULL;
}

// Looks every tenth of a second whether the camera is still there, and tells by POLLERR|POLLHUP if it is not.
int poll(struct pollfd *entries, nfds_t count, int milliseconds) {
    static int (*wait)(struct pollfd *, nfds_t, int);
    if (wait == NULL) wait = (int (*)(struct pollfd *, nfds_t, int))shim_libc("poll");
    double end = milliseconds < 0 ? 1e300 : shim_now() + milliseconds / 1000.0;
    while (true) {
        nfds_t place = 0;
        struct device *device = notice_unplugging(entries, count, &place);
        if (device == NULL) return wait(entries, count, milliseconds);
        double left = end - shim_now();
        int turn = left <= 0 ? 0 : left > 0.1 ? 100 : (int)(left * 1000) + 1;
        int ready = wait(entries, count, turn);
        if (ready > 0 && device->is_gone && entries[place].revents != 0) entries[place].revents = POLLERR | POLLHUP;
        if (ready != 0 || left <= 0) return ready;
    }
}

// MARK: - Past libc

long syscall(long number, ...) {
    va_list arguments;
    va_start(arguments, number);
    long values[6];
    for (int index = 0; index < 6; index++) values[index] = va_arg(arguments, long);
    va_end(arguments);
    switch (number) {
#ifdef SYS_open
    case SYS_open: return open_any(AT_FDCWD, (const char *)values[0], (int)values[1], (mode_t)values[2]);
#endif
    case SYS_openat: return open_any((int)values[0], (const char *)values[1], (int)values[2], (mode_t)values[3]);
    case SYS_close: return close((int)values[0]);
    case SYS_ioctl: return ioctl((int)values[0], (unsigned long)values[1], (void *)values[2]);
    case SYS_mmap:
        return (long)mmap(
            (void *)values[0], (size_t)values[1], (int)values[2], (int)values[3], (int)values[4], values[5]);
    default: return shim_raw(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    }
}
