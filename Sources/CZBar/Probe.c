#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "Packing.h"

const struct packing uk_packings[UK_PACKINGS] = {
    [UK_PACKING_YUYV] = {V4L2_PIX_FMT_YUYV, UK_FRAME_BRIGHTNESS, 0, 2},
    [UK_PACKING_GREY] = {V4L2_PIX_FMT_GREY, UK_FRAME_BRIGHTNESS, 0, 1},
    [UK_PACKING_UYVY] = {V4L2_PIX_FMT_UYVY, UK_FRAME_BRIGHTNESS, 1, 2},
    [UK_PACKING_MJPEG] = {V4L2_PIX_FMT_MJPEG, UK_FRAME_JPEG, 0, 0},
    [UK_PACKING_JPEG] = {V4L2_PIX_FMT_JPEG, UK_FRAME_JPEG, 0, 0},
    [UK_PACKING_CONVERTED] = {V4L2_PIX_FMT_YUV420, UK_FRAME_BRIGHTNESS, 0, 1},
};

// No driver lists more; a broken one could do so for ever.
enum { MOST_FORMATS = 64 };

struct uk_probe {
    int file;
    char name[UK_CAMERA_NAME];
    bool offers[UK_PACKINGS];
};

int uk_ioctl(int file, unsigned long request, void *argument) {
    int result;
    do result = ioctl(file, request, argument);
    while (result < 0 && errno == EINTR);
    return result;
}

static int check_capabilities(uk_probe *probe) {
    struct v4l2_capability about;
    memset(&about, 0, sizeof about);
    if (uk_ioctl(probe->file, VIDIOC_QUERYCAP, &about) < 0) return errno;
    uint32_t can = about.capabilities & V4L2_CAP_DEVICE_CAPS ? about.device_caps : about.capabilities;
    if (!(can & V4L2_CAP_VIDEO_CAPTURE) || !(can & V4L2_CAP_STREAMING)) return ENOTTY;
    memcpy(probe->name, about.card, sizeof about.card);
    return 0;
}

static void list_packings(uk_probe *probe) {
    struct v4l2_fmtdesc offer;
    for (uint32_t index = 0; index < MOST_FORMATS; index++) {
        memset(&offer, 0, sizeof offer);
        offer.index = index;
        offer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (uk_ioctl(probe->file, VIDIOC_ENUM_FMT, &offer) < 0) break;
        for (int packing = 0; packing < UK_PACKINGS; packing++) {
            if (uk_packings[packing].fourcc == offer.pixelformat) probe->offers[packing] = true;
        }
    }
    probe->offers[UK_PACKING_CONVERTED] = true;
}

int uk_probe_open(const char *path, uk_probe **probe) {
    *probe = NULL;
    uk_probe *opened = calloc(1, sizeof *opened);
    if (opened == NULL) return ENOMEM;
    opened->file = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    int failure = opened->file < 0 ? errno : check_capabilities(opened);
    if (failure != 0) {
        uk_probe_close(opened);
        return failure;
    }
    list_packings(opened);
    *probe = opened;
    return 0;
}

void uk_probe_close(uk_probe *probe) {
    if (probe == NULL) return;
    if (probe->file >= 0) close(probe->file);
    free(probe);
}

const char *uk_probe_name(const uk_probe *probe) { return probe->name; }

bool uk_probe_offers(const uk_probe *probe, int packing) {
    return packing >= 0 && packing < UK_PACKINGS && probe->offers[packing];
}

static uk_sizes sizes_of(const struct v4l2_frmsizeenum *entry) {
    if (entry->type == V4L2_FRMSIZE_TYPE_DISCRETE) {
        int width = (int)entry->discrete.width, height = (int)entry->discrete.height;
        return (uk_sizes){width, width, 1, height, height, 1};
    }
    const struct v4l2_frmsize_stepwise *range = &entry->stepwise;
    return (uk_sizes){
        (int)range->min_width, (int)range->max_width, (int)range->step_width,
        (int)range->min_height, (int)range->max_height, (int)range->step_height,
    };
}

int uk_probe_sizes(const uk_probe *probe, int packing, uk_sizes *sizes, int most) {
    for (int count = 0; count < most; count++) {
        struct v4l2_frmsizeenum entry;
        memset(&entry, 0, sizeof entry);
        entry.index = (uint32_t)count;
        entry.pixel_format = uk_packings[packing].fourcc;
        if (uk_ioctl(probe->file, VIDIOC_ENUM_FRAMESIZES, &entry) < 0) return count;
        sizes[count] = sizes_of(&entry);
        // A range has one entry; asked for a second one, some drivers answer the first again.
        if (entry.type != V4L2_FRMSIZE_TYPE_DISCRETE) return count + 1;
    }
    return most;
}

static uk_interval interval_of(struct v4l2_fract fraction) {
    return (uk_interval){fraction.numerator, fraction.denominator};
}

int uk_probe_intervals(const uk_probe *probe, int packing, int width, int height, uk_intervals *intervals, int most) {
    for (int count = 0; count < most; count++) {
        struct v4l2_frmivalenum entry;
        memset(&entry, 0, sizeof entry);
        entry.index = (uint32_t)count;
        entry.pixel_format = uk_packings[packing].fourcc;
        entry.width = (uint32_t)width;
        entry.height = (uint32_t)height;
        if (uk_ioctl(probe->file, VIDIOC_ENUM_FRAMEINTERVALS, &entry) < 0) return count;
        bool is_one = entry.type == V4L2_FRMIVAL_TYPE_DISCRETE;
        intervals[count].shortest = interval_of(is_one ? entry.discrete : entry.stepwise.min);
        intervals[count].longest = interval_of(is_one ? entry.discrete : entry.stepwise.max);
        if (!is_one) return count + 1;
    }
    return most;
}

bool uk_probe_try(const uk_probe *probe, int packing, int *width, int *height) {
    struct v4l2_format wish;
    memset(&wish, 0, sizeof wish);
    wish.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    wish.fmt.pix.width = (uint32_t)*width;
    wish.fmt.pix.height = (uint32_t)*height;
    wish.fmt.pix.pixelformat = uk_packings[packing].fourcc;
    if (uk_ioctl(probe->file, VIDIOC_TRY_FMT, &wish) < 0) return false;
    if (wish.fmt.pix.pixelformat != uk_packings[packing].fourcc) return false;
    *width = (int)wish.fmt.pix.width;
    *height = (int)wish.fmt.pix.height;
    return true;
}
