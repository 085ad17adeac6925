// What the files of the shim share. All of it is used under the lock, but for the settings.
#ifndef UKETSUKE_CAMERA_SHIM_INTERNAL_H
#define UKETSUKE_CAMERA_SHIM_INTERNAL_H

#include <linux/videodev2.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { DEVICES = 2, MOST_BUFFERS = 32, MOST_MODES = 32, MOST_RATES = 8 };

/// Sizes and rates of one packing; least and most are the same where it is one size.
struct mode {
    uint32_t fourcc;
    uint32_t least_width, least_height, most_width, most_height, step;
    uint32_t rates[MOST_RATES];
    int rate_count;
    /// The first rate is the least and the second the most.
    bool is_rate_range;
};

struct buffer {
    unsigned char *map;
    unsigned long user;
    uint32_t room, used, flags, sequence;
    struct timeval stamp;
    enum { BUFFER_IDLE, BUFFER_QUEUED, BUFFER_DONE } state;
};

struct device {
    int number;
    /// -1 while it is closed, and in a process other than the one that opened it.
    int file;
    pid_t owner;
    bool is_streaming, is_gone, has_stalled;

    struct mode modes[MOST_MODES];
    int mode_count;
    uint32_t width, height, fourcc, rate;

    uint32_t memory;
    int memory_file;
    size_t buffer_room;
    struct buffer buffers[MOST_BUFFERS];
    int buffer_count;
    /// Indices of buffers that are queued or done, the oldest first.
    int queue[MOST_BUFFERS];
    int queued;

    long served;
    double began;

    char **files;
    int file_count;
};

extern struct device shim_devices[DEVICES];
extern pthread_mutex_t shim_lock;

// MARK: Settings.c

/// A setting of this camera without its prefix, or `fallback`.
const char *shim_setting(int number, const char *name, const char *fallback);
long shim_number(int number, const char *name, long fallback);
/// Whether a fault is on; its number, if it has one, goes to `value`.
bool shim_fault(int number, const char *name, long *value);
/// Whether a fault with a number is on and has begun by now.
bool shim_fault_since(const struct device *device, const char *name);
bool shim_is_absent(int number);
/// Whether this camera exists at all, and where: writes its path.
bool shim_path(int number, char *path, size_t room);
void shim_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

// MARK: Raw.c

/// A system call past everything here: -1 and errno where it fails.
long shim_raw(long number, ...);
/// A function of libc that has the same name here.
void *shim_libc(const char *name);
double shim_now(void);

// MARK: Modes.c

/// Fills the table of modes; false when the settings cannot be understood.
bool shim_read_modes(struct device *device, uint32_t width, uint32_t height);
bool shim_offers(const struct device *device, uint32_t fourcc);
/// The packing at this place in the list without repetitions; 0 past its end.
uint32_t shim_packing(const struct device *device, uint32_t index);
/// The size and the rate that come of a wish, for the packing wished for.
void shim_nearest_size(const struct device *device, uint32_t fourcc, uint32_t *width, uint32_t *height);
uint32_t shim_nearest_rate(const struct device *device, double rate);
/// VIDIOC_ENUM_FRAMESIZES and VIDIOC_ENUM_FRAMEINTERVALS: 0 or a negative errno.
int shim_list_sizes(const struct device *device, struct v4l2_frmsizeenum *entry);
int shim_list_rates(const struct device *device, struct v4l2_frmivalenum *entry);

// MARK: Pictures.c

/// Finds the pictures; false when there are none. Tells the size of the first.
bool shim_find_pictures(struct device *device, uint32_t *width, uint32_t *height);
/// Writes the next frame into `out` and answers its bytes.
size_t shim_write_frame(struct device *device, unsigned char *out, size_t room);
size_t shim_row_bytes(uint32_t fourcc, uint32_t width);
size_t shim_frame_bytes(uint32_t fourcc, uint32_t width, uint32_t height);

// MARK: Device.c

/// The camera behind a descriptor or a path, or NULL.
struct device *shim_by_file(int file);
struct device *shim_by_path(const char *path);
/// Where a path below /dev/v4l/by-id really is: in `elsewhere`, or `path` itself.
const char *shim_redirect(const char *path, char *elsewhere, size_t room);
/// A descriptor, or -1 and errno.
int shim_open(struct device *device, int flags);
void shim_close(struct device *device);
void shim_unplug(struct device *device);
void shim_free_buffers(struct device *device);
/// Sets the timer to when the next frame comes, if one can.
void shim_await_frame(struct device *device);
/// Completes the oldest buffer if its frame is due; whether it is done.
bool shim_complete(struct device *device);

// MARK: Buffers.c

/// VIDIOC_REQBUFS, VIDIOC_QUERYBUF, VIDIOC_QBUF and VIDIOC_DQBUF: 0 or a negative errno.
int shim_request_buffers(struct device *device, struct v4l2_requestbuffers *wish);
int shim_query_buffer(struct device *device, struct v4l2_buffer *buffer);
int shim_queue_buffer(struct device *device, struct v4l2_buffer *wish);
int shim_take_buffer(struct device *device, struct v4l2_buffer *answer);

// MARK: Requests.c

/// An ioctl: 0 or a negative errno.
int shim_request(struct device *device, unsigned long request, void *argument);

#endif
