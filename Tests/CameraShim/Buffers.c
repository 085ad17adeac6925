#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "Shim.h"

enum { capture = V4L2_BUF_TYPE_VIDEO_CAPTURE };

static int map_buffers(struct device *device, uint32_t count) {
    device->memory_file = (int)shim_raw(SYS_memfd_create, "v4l2shim", MFD_CLOEXEC);
    if (device->memory_file < 0) return -ENOMEM;
    if (shim_raw(SYS_ftruncate, device->memory_file, device->buffer_room * count) < 0) return -ENOMEM;
    for (uint32_t index = 0; index < count; index++) {
        long map = shim_raw(
            SYS_mmap, NULL, device->buffer_room, PROT_READ | PROT_WRITE, MAP_SHARED, device->memory_file,
            index * device->buffer_room);
        if (map == -1) return -ENOMEM;
        device->buffers[index].map = (unsigned char *)map;
        device->buffers[index].room = (uint32_t)device->buffer_room;
        device->buffer_count++;
    }
    return 0;
}

int shim_request_buffers(struct device *device, struct v4l2_requestbuffers *wish) {
    bool is_mapped = wish->memory == V4L2_MEMORY_MMAP;
    bool is_own = wish->memory == V4L2_MEMORY_USERPTR && shim_number(device->number, "USERPTR", 1) != 0;
    if (wish->type != capture || (!is_mapped && !is_own)) return -EINVAL;
    if (shim_fault(device->number, "reqbufs_enomem", NULL) && wish->count > 0) return -ENOMEM;
    if (device->is_streaming && wish->count > 0) return -EBUSY;
    device->is_streaming = false;
    shim_free_buffers(device);
    if (is_own) shim_log("v4l2shim: buffers are the program's\n");
    device->memory = wish->memory;
    size_t page = (size_t)getpagesize(), frame = shim_frame_bytes(device->fourcc, device->width, device->height);
    device->buffer_room = (frame + page - 1) / page * page;
    if (wish->count > MOST_BUFFERS) wish->count = MOST_BUFFERS;
    if (wish->count == 1) wish->count = 2;
    wish->capabilities = V4L2_BUF_CAP_SUPPORTS_MMAP | V4L2_BUF_CAP_SUPPORTS_USERPTR;
    if (is_mapped && wish->count > 0) return map_buffers(device, wish->count);
    device->buffer_count = (int)wish->count;
    return 0;
}

static void tell_buffer(const struct device *device, uint32_t index, struct v4l2_buffer *answer) {
    const struct buffer *buffer = &device->buffers[index];
    answer->index = index;
    answer->type = capture;
    answer->memory = device->memory;
    answer->field = V4L2_FIELD_NONE;
    answer->length = buffer->room;
    answer->bytesused = buffer->used;
    answer->sequence = buffer->sequence;
    answer->timestamp = buffer->stamp;
    answer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    if (buffer->state == BUFFER_QUEUED) answer->flags |= V4L2_BUF_FLAG_QUEUED;
    // The mark of damage is seen only until the buffer is taken, but DQBUF itself tells it once more.
    if (buffer->state == BUFFER_DONE) answer->flags |= V4L2_BUF_FLAG_DONE | buffer->flags;
    if (device->memory == V4L2_MEMORY_MMAP) answer->m.offset = index * (uint32_t)device->buffer_room;
    else answer->m.userptr = buffer->user;
}

int shim_query_buffer(struct device *device, struct v4l2_buffer *buffer) {
    if (buffer->type != capture || buffer->index >= (uint32_t)device->buffer_count) return -EINVAL;
    shim_complete(device);
    tell_buffer(device, buffer->index, buffer);
    return 0;
}

int shim_queue_buffer(struct device *device, struct v4l2_buffer *wish) {
    if (wish->index >= (uint32_t)device->buffer_count || wish->memory != device->memory) return -EINVAL;
    struct buffer *buffer = &device->buffers[wish->index];
    if (buffer->state != BUFFER_IDLE) return -EINVAL;
    if (device->memory == V4L2_MEMORY_USERPTR) {
        if (wish->length < shim_frame_bytes(device->fourcc, device->width, device->height)) return -EINVAL;
        buffer->user = wish->m.userptr;
        buffer->room = wish->length;
    }
    buffer->state = BUFFER_QUEUED;
    device->queue[device->queued++] = (int)wish->index;
    if (device->queued == 1) shim_await_frame(device);
    tell_buffer(device, wish->index, wish);
    return 0;
}

int shim_take_buffer(struct device *device, struct v4l2_buffer *answer) {
    if (!device->is_streaming) return -EINVAL;
    if (!shim_complete(device)) return -EAGAIN;
    if (shim_fault_since(device, "unplug_at")) {
        shim_unplug(device);
        return -ENODEV;
    }
    int index = device->queue[0];
    struct buffer *buffer = &device->buffers[index];
    memmove(device->queue, device->queue + 1, sizeof(int) * (size_t)--device->queued);
    long lost = -1;
    bool is_lost = (shim_fault(device->number, "eio_at", &lost) && lost == device->served) ||
                   shim_fault_since(device, "eio_from");
    device->served++;
    if (is_lost) {
        buffer->state = BUFFER_QUEUED;
        device->queue[device->queued++] = index;
    } else {
        tell_buffer(device, (uint32_t)index, answer);
        buffer->state = BUFFER_IDLE;
    }
    shim_await_frame(device);
    return is_lost ? -EIO : 0;
}
