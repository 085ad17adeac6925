#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "Shim.h"

struct device shim_devices[DEVICES] = {
    {.number = 0, .file = -1, .memory_file = -1},
    {.number = 1, .file = -1, .memory_file = -1},
};
pthread_mutex_t shim_lock = PTHREAD_MUTEX_INITIALIZER;

struct device *shim_by_file(int file) {
    for (int number = 0; file >= 0 && number < DEVICES; number++) {
        struct device *device = &shim_devices[number];
        if (__atomic_load_n(&device->file, __ATOMIC_RELAXED) == file && device->owner == getpid()) return device;
    }
    return NULL;
}

const char *shim_redirect(const char *path, char *elsewhere, size_t room) {
    static const char links[] = "/dev/v4l/by-id";
    const char *folder = shim_setting(0, "BYID", NULL);
    if (folder == NULL || strncmp(path, links, sizeof links - 1) != 0) return path;
    snprintf(elsewhere, room, "%s%s", folder, path + sizeof links - 1);
    return elsewhere;
}

// A link as the device that it means.
static const char *follow(const char *path, char *target, size_t room) {
    char elsewhere[4096], text[256];
    const char *link = shim_redirect(path, elsewhere, sizeof elsewhere);
    long length = link == path ? 0 : shim_raw(SYS_readlinkat, AT_FDCWD, link, text, sizeof text - 1);
    if (length <= 0) return path;
    text[length] = 0;
    const char *name = strrchr(text, '/');
    snprintf(target, room, "/dev/%s", name == NULL ? text : name + 1);
    return target;
}

struct device *shim_by_path(const char *path) {
    char here[256], target[300];
    if (path == NULL || strncmp(path, "/dev/", 5) != 0) return NULL;
    path = follow(path, target, sizeof target);
    for (int number = 0; number < DEVICES; number++) {
        if (shim_path(number, here, sizeof here) && strcmp(here, path) == 0) return &shim_devices[number];
    }
    return NULL;
}

// MARK: - Open and closed

static int prepare(struct device *device) {
    uint32_t width = 0, height = 0;
    if (!shim_find_pictures(device, &width, &height) || !shim_read_modes(device, width, height)) {
        shim_log("v4l2shim: no pictures, or modes that nobody understands\n");
        return ENODEV;
    }
    device->owner = getpid();
    device->is_streaming = device->is_gone = device->has_stalled = false;
    device->served = 0;
    device->buffer_count = device->queued = 0;
    const struct mode *first = &device->modes[0];
    device->fourcc = first->fourcc;
    device->width = first->most_width;
    device->height = first->most_height;
    device->rate = first->rates[0];
    return 0;
}

int shim_open(struct device *device, int flags) {
    pthread_mutex_lock(&shim_lock);
    int failure = 0;
    if (shim_is_absent(device->number)) failure = ENOENT;
    else if (shim_fault(device->number, "open_eacces", NULL)) failure = EACCES;
    else if (shim_fault(device->number, "open_ebusy", NULL) || device->file >= 0) failure = EBUSY;
    else failure = prepare(device);
    int file = -1;
    if (failure == 0) {
        file = (int)shim_raw(
            SYS_timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC | (flags & O_NONBLOCK ? TFD_NONBLOCK : 0));
        __atomic_store_n(&device->file, file, __ATOMIC_RELAXED);
        shim_log("v4l2shim: open camera %d, %ux%u\n", device->number, device->width, device->height);
    }
    pthread_mutex_unlock(&shim_lock);
    if (failure != 0) errno = failure;
    return file;
}

void shim_free_buffers(struct device *device) {
    for (int index = 0; index < device->buffer_count; index++) {
        unsigned char *map = device->buffers[index].map;
        if (map != NULL) shim_raw(SYS_munmap, map, device->buffer_room);
    }
    memset(device->buffers, 0, sizeof device->buffers);
    device->buffer_count = device->queued = 0;
    if (device->memory_file >= 0) shim_raw(SYS_close, device->memory_file);
    device->memory_file = -1;
}

void shim_close(struct device *device) {
    pthread_mutex_lock(&shim_lock);
    shim_log("v4l2shim: close after %ld frames\n", device->served);
    shim_free_buffers(device);
    device->is_streaming = false;
    __atomic_store_n(&device->file, -1, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&shim_lock);
}

// MARK: - Frames

// When the descriptor becomes readable, in seconds; never if negative.
static void set_timer(const struct device *device, double seconds) {
    struct itimerspec timer = {{0, 0}, {0, 0}};
    if (seconds >= 0) {
        if (seconds < 1e-6) seconds = 1e-6;
        timer.it_value.tv_sec = (time_t)seconds;
        timer.it_value.tv_nsec = (long)((seconds - (double)timer.it_value.tv_sec) * 1e9);
    }
    shim_raw(SYS_timerfd_settime, device->file, 0, &timer, NULL);
}

void shim_unplug(struct device *device) {
    if (device->is_gone) return;
    device->is_gone = true;
    shim_log("v4l2shim: unplugged after %ld frames\n", device->served);
    set_timer(device, 0);
}

void shim_await_frame(struct device *device) {
    if (device->is_gone) return;
    if (!device->is_streaming || device->queued == 0) return set_timer(device, -1);
    double left = device->began + (double)(device->served + 1) / device->rate - shim_now();
    // A slow reader loses frames, as with any camera.
    if (left < -1) {
        device->began -= left;
        left = 0;
    }
    if (!device->has_stalled && shim_fault_since(device, "stall_at")) {
        long stall = shim_number(device->number, "STALL_S", 5);
        device->has_stalled = true;
        device->began += (double)stall;
        left += (double)stall;
        shim_log("v4l2shim: stall\n");
    }
    set_timer(device, left > 0 ? left : 0);
}

static bool is_due(const struct device *device) {
    struct pollfd entry = {device->file, POLLIN, 0};
    struct timespec none = {0, 0};
    return shim_raw(SYS_ppoll, &entry, 1, &none, NULL, 0) == 1;
}

static void mark(const struct device *device, struct buffer *buffer, unsigned char *bytes) {
    bool is_short = shim_fault_since(device, "short_at");
    if (is_short) {
        uint32_t kept = buffer->used / 3;
        memset(bytes + kept, 0, buffer->used - kept);
        buffer->used = kept;
    }
    bool is_marked = is_short && !shim_fault(device->number, "short_noflag", NULL);
    if (is_marked || shim_fault_since(device, "flag_at")) buffer->flags = V4L2_BUF_FLAG_ERROR;
}

bool shim_complete(struct device *device) {
    if (!device->is_streaming || device->queued == 0) return false;
    struct buffer *buffer = &device->buffers[device->queue[0]];
    if (buffer->state == BUFFER_DONE) return true;
    if (!is_due(device)) return false;
    unsigned char *bytes = device->memory == V4L2_MEMORY_MMAP ? buffer->map : (unsigned char *)buffer->user;
    buffer->used = (uint32_t)shim_write_frame(device, bytes, buffer->room);
    buffer->flags = 0;
    mark(device, buffer, bytes);
    buffer->sequence = (uint32_t)device->served;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    buffer->stamp = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    buffer->state = BUFFER_DONE;
    return true;
}
