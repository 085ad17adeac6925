#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <zbar.h>

#include "CZBar.h"

// Mapped buffers: every driver has them. Left to itself libzbar tries user pointers first, which some drivers accept
// and then cannot fill.
enum { MAPPED = 2 };

struct format {
    uint32_t fourcc;
    enum uk_frame_layout layout;
    size_t offset;
    // 1 or 2.
    size_t step;
};

// In order of preference: what every colour camera has uncompressed comes first, compressed frames late. The last one
// is what libv4l2 makes of anything else.
static const struct format formats[] = {
    {V4L2_PIX_FMT_YUYV, UK_FRAME_BRIGHTNESS, 0, 2},   {V4L2_PIX_FMT_GREY, UK_FRAME_BRIGHTNESS, 0, 1},
    {V4L2_PIX_FMT_UYVY, UK_FRAME_BRIGHTNESS, 1, 2},   {V4L2_PIX_FMT_NV12, UK_FRAME_BRIGHTNESS, 0, 1},
    {V4L2_PIX_FMT_MJPEG, UK_FRAME_JPEG, 0, 0},        {V4L2_PIX_FMT_JPEG, UK_FRAME_JPEG, 0, 0},
    {V4L2_PIX_FMT_YUV420, UK_FRAME_BRIGHTNESS, 0, 1},
};
enum { FORMATS = sizeof formats / sizeof *formats };

struct uk_camera {
    zbar_video_t *video;
    zbar_image_t *taken;
    const struct format *format;
    size_t stride;
};

static int repeat_ioctl(int file, unsigned long request, void *argument) {
    int result;
    do result = ioctl(file, request, argument);
    while (result < 0 && errno == EINTR);
    return result;
}

static int check_capabilities(int file, char name[UK_CAMERA_NAME]) {
    struct v4l2_capability about;
    memset(&about, 0, sizeof about);
    if (repeat_ioctl(file, VIDIOC_QUERYCAP, &about) < 0) return errno;
    uint32_t can = about.capabilities & V4L2_CAP_DEVICE_CAPS ? about.device_caps : about.capabilities;
    if (!(can & V4L2_CAP_VIDEO_CAPTURE) || !(can & V4L2_CAP_STREAMING)) return ENOTTY;
    memset(name, 0, UK_CAMERA_NAME);
    memcpy(name, about.card, sizeof about.card);
    return 0;
}

static const struct format *best_format(int file) {
    int best = FORMATS - 1;
    struct v4l2_fmtdesc offer;
    for (uint32_t index = 0; index < 64; index++) {
        memset(&offer, 0, sizeof offer);
        offer.index = index;
        offer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (repeat_ioctl(file, VIDIOC_ENUM_FMT, &offer) < 0) break;
        for (int candidate = 0; candidate < best; candidate++) {
            if (formats[candidate].fourcc == offer.pixelformat) best = candidate;
        }
    }
    return &formats[best];
}

static int probe(const char *path, char name[UK_CAMERA_NAME], const struct format **format) {
    int file = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return errno;
    int failure = check_capabilities(file, name);
    if (failure == 0) *format = best_format(file);
    close(file);
    return failure;
}

int uk_camera_probe(const char *path, char name[UK_CAMERA_NAME]) {
    const struct format *format;
    return probe(path, name, &format);
}

// libzbar takes rows to be without padding; the driver knows better.
static size_t row_length(int file, const struct format *format, size_t width) {
    struct v4l2_format now;
    memset(&now, 0, sizeof now);
    now.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    size_t tight = width * format->step;
    if (repeat_ioctl(file, VIDIOC_G_FMT, &now) < 0 || now.fmt.pix.pixelformat != format->fourcc) return tight;
    return now.fmt.pix.bytesperline > tight ? now.fmt.pix.bytesperline : tight;
}

static int start(uk_camera *camera, const char *path, int width, int height) {
    // Without a size libzbar takes the camera's largest, which may be slow or more than the bus carries.
    zbar_video_request_size(camera->video, (unsigned)width, (unsigned)height);
    zbar_video_request_iomode(camera->video, MAPPED);
    errno = 0;
    if (zbar_video_open(camera->video, path) != 0) return errno ? errno : EIO;
    // Never without a format: then libzbar negotiates one itself, and crashes doing so.
    if (zbar_video_init(camera->video, camera->format->fourcc) != 0) return errno ? errno : EIO;
    if (zbar_video_enable(camera->video, 1) != 0) return errno ? errno : EIO;
    int file = zbar_video_get_fd(camera->video);
    if (file < 0) return ENOTTY;
    // So that a frame announced and then withdrawn does not hold the caller.
    fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK);
    camera->stride = row_length(file, camera->format, (size_t)zbar_video_get_width(camera->video));
    return 0;
}

int uk_camera_open(const char *path, int width, int height, uk_camera **camera) {
    zbar_set_verbosity(-1);
    *camera = NULL;
    char name[UK_CAMERA_NAME];
    const struct format *format = NULL;
    // First by itself: libzbar does not tell why it could not open a device.
    int failure = probe(path, name, &format);
    if (failure != 0) return failure;
    uk_camera *opened = calloc(1, sizeof *opened);
    if (opened == NULL) return ENOMEM;
    opened->format = format;
    opened->video = zbar_video_create();
    failure = opened->video == NULL ? ENOMEM : start(opened, path, width, height);
    if (failure != 0) {
        uk_camera_close(opened);
        return failure;
    }
    *camera = opened;
    return 0;
}

int uk_camera_descriptor(const uk_camera *camera) { return zbar_video_get_fd(camera->video); }

// Whether every pixel that the frame speaks of lies in its bytes.
static bool is_whole(const uk_frame *frame) {
    if (frame->width <= 0 || frame->height <= 0 || frame->bytes == NULL) return false;
    if (frame->layout == UK_FRAME_JPEG) return frame->length > 0;
    size_t rows = (size_t)(frame->height - 1) * frame->stride;
    return rows + (size_t)(frame->width - 1) * frame->step + frame->offset < frame->length;
}

int uk_camera_take(uk_camera *camera, uk_frame *frame) {
    memset(frame, 0, sizeof *frame);
    errno = 0;
    camera->taken = zbar_video_next_image(camera->video);
    if (camera->taken == NULL) return errno ? errno : EIO;
    frame->layout = camera->format->layout;
    frame->width = (int)zbar_image_get_width(camera->taken);
    frame->height = (int)zbar_image_get_height(camera->taken);
    frame->offset = camera->format->offset;
    frame->step = camera->format->step;
    frame->stride = camera->stride;
    frame->bytes = zbar_image_get_data(camera->taken);
    frame->length = zbar_image_get_data_length(camera->taken);
    if (is_whole(frame)) return 0;
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
