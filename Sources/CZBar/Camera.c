#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <zbar.h>

#include "Packing.h"

// Mapped buffers: every driver has them. Left to itself libzbar tries user pointers first, which some drivers accept
// and then cannot fill.
enum { MAPPED = 2 };
// As many as libzbar ever has in use.
enum { BUFFERS = 4 };

struct uk_camera {
    zbar_video_t *video;
    zbar_image_t *taken;
    const struct packing *packing;
    size_t stride;
    // Whether the device's own buffers are the ones that libzbar sees, with nothing converted in between.
    bool is_direct;
    // Whether it has ever told how long a frame is; only then is a length of 0 a frame without a picture.
    bool tells_length;
};

// libzbar takes rows to be without padding; the driver knows better.
static void learn_rows(uk_camera *camera, int file) {
    size_t tight = (size_t)zbar_video_get_width(camera->video) * camera->packing->step;
    camera->stride = tight;
    struct v4l2_format now;
    memset(&now, 0, sizeof now);
    now.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (uk_ioctl(file, VIDIOC_G_FMT, &now) < 0 || now.fmt.pix.pixelformat != camera->packing->fourcc) return;
    camera->is_direct = true;
    if (now.fmt.pix.bytesperline > tight) camera->stride = now.fmt.pix.bytesperline;
}

// Only between the format, which sets it back, and the first frame, after which it is refused. A camera that cannot
// goes on as it likes.
static void request_interval(int file, uk_interval interval) {
    struct v4l2_streamparm wish;
    memset(&wish, 0, sizeof wish);
    wish.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    wish.parm.capture.timeperframe.numerator = interval.numerator;
    wish.parm.capture.timeperframe.denominator = interval.denominator;
    if (interval.numerator != 0 && interval.denominator != 0) uk_ioctl(file, VIDIOC_S_PARM, &wish);
}

static int start(uk_camera *camera, const char *path, const uk_mode *mode) {
    // Without a size libzbar takes the camera's largest, which may be slow or more than the bus carries.
    zbar_video_request_size(camera->video, (unsigned)mode->width, (unsigned)mode->height);
    zbar_video_request_iomode(camera->video, MAPPED);
    errno = 0;
    if (zbar_video_open(camera->video, path) != 0) return errno ? errno : EIO;
    // Never without a format: then libzbar negotiates one itself, and crashes doing so.
    if (zbar_video_init(camera->video, camera->packing->fourcc) != 0) return errno ? errno : EIO;
    int file = zbar_video_get_fd(camera->video);
    if (file < 0) return ENOTTY;
    request_interval(file, mode->interval);
    learn_rows(camera, file);
    // So that a frame announced and then withdrawn does not hold the caller.
    fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK);
    errno = 0;
    return zbar_video_enable(camera->video, 1) == 0 ? 0 : errno ? errno : EIO;
}

// libzbar works through libv4l2 where that is installed, which tells stderr of every try that fails, for ever.
static void silence(void) {
    zbar_set_verbosity(-1);
    FILE **log = dlsym(RTLD_DEFAULT, "v4l2_log_file");
    if (log != NULL && *log == NULL) *log = fopen("/dev/null", "we");
}

int uk_camera_open(const char *path, const uk_mode *mode, uk_camera **camera) {
    silence();
    *camera = NULL;
    if (mode->packing < 0 || mode->packing >= UK_PACKINGS) return EINVAL;
    uk_camera *opened = calloc(1, sizeof *opened);
    if (opened == NULL) return ENOMEM;
    opened->packing = &uk_packings[mode->packing];
    opened->video = zbar_video_create();
    int failure = opened->video == NULL ? ENOMEM : start(opened, path, mode);
    if (failure != 0) {
        uk_camera_close(opened);
        return failure;
    }
    *camera = opened;
    return 0;
}

int uk_camera_descriptor(const uk_camera *camera) { return zbar_video_get_fd(camera->video); }

// What the device says of the frame that comes next; libzbar keeps it to itself, and hands on a frame that was cut
// short like any other. Asked before the frame is taken, because a buffer loses its error mark when it is.
struct notice {
    bool is_known, is_damaged;
    size_t length;
};

static struct notice next_frame(const uk_camera *camera) {
    struct notice next = {false, false, 0};
    uint32_t sequence = 0;
    for (uint32_t index = 0; camera->is_direct && index < BUFFERS; index++) {
        struct v4l2_buffer buffer;
        memset(&buffer, 0, sizeof buffer);
        buffer.index = index;
        buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        buffer.memory = V4L2_MEMORY_MMAP;
        if (uk_ioctl(zbar_video_get_fd(camera->video), VIDIOC_QUERYBUF, &buffer) < 0) break;
        if (!(buffer.flags & V4L2_BUF_FLAG_DONE)) continue;
        // Numbers run on past their end.
        if (next.is_known && (int32_t)(buffer.sequence - sequence) >= 0) continue;
        sequence = buffer.sequence;
        next = (struct notice){true, (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0, buffer.bytesused};
    }
    return next;
}

// Whether every pixel that the frame speaks of lies in its bytes.
static bool is_whole(const uk_frame *frame) {
    if (frame->width <= 0 || frame->height <= 0 || frame->bytes == NULL) return false;
    if (frame->layout == UK_FRAME_JPEG) return frame->length > 0;
    size_t rows = (size_t)(frame->height - 1) * frame->stride;
    return rows + (size_t)(frame->width - 1) * frame->step + frame->offset < frame->length;
}

int uk_camera_take(uk_camera *camera, uk_frame *frame) {
    memset(frame, 0, sizeof *frame);
    struct notice next = next_frame(camera);
    errno = 0;
    camera->taken = zbar_video_next_image(camera->video);
    if (camera->taken == NULL) return errno ? errno : EIO;
    frame->layout = camera->packing->layout;
    frame->width = (int)zbar_image_get_width(camera->taken);
    frame->height = (int)zbar_image_get_height(camera->taken);
    frame->offset = camera->packing->offset;
    frame->step = camera->packing->step;
    frame->stride = camera->stride;
    frame->bytes = zbar_image_get_data(camera->taken);
    frame->length = zbar_image_get_data_length(camera->taken);
    camera->tells_length = camera->tells_length || next.length > 0;
    if (next.is_known && camera->tells_length && next.length < frame->length) frame->length = next.length;
    if (!next.is_damaged && is_whole(frame)) return 0;
    uk_camera_release(camera);
    return EIO;
}

void uk_camera_release(uk_camera *camera) {
    if (camera->taken != NULL) zbar_image_destroy(camera->taken);
    camera->taken = NULL;
}

void uk_frame_copy(const uk_frame *frame, unsigned char *pixels) {
    size_t width = (size_t)frame->width;
    for (int y = 0; y < frame->height; y++) {
        const unsigned char *row = frame->bytes + (size_t)y * frame->stride + frame->offset;
        unsigned char *out = pixels + (size_t)y * width;
        if (frame->step == 1) {
            memcpy(out, row, width);
        } else {
            for (size_t x = 0; x < width; x++) out[x] = row[2 * x];
        }
    }
}

void uk_camera_close(uk_camera *camera) {
    if (camera == NULL) return;
    uk_camera_release(camera);
    if (camera->video != NULL) zbar_video_destroy(camera->video);
    free(camera);
}
