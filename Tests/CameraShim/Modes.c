#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "Shim.h"

static const struct { const char *name; uint32_t fourcc; } packings[] = {
    {"YUYV", V4L2_PIX_FMT_YUYV}, {"GREY", V4L2_PIX_FMT_GREY},  {"UYVY", V4L2_PIX_FMT_UYVY},
    {"NV12", V4L2_PIX_FMT_NV12}, {"MJPG", V4L2_PIX_FMT_MJPEG},
};

static uint32_t fourcc_of(const char *name, size_t length) {
    for (size_t index = 0; index < sizeof packings / sizeof *packings; index++) {
        if (length == 4 && strncmp(packings[index].name, name, 4) == 0) return packings[index].fourcc;
    }
    return 0;
}

static bool read_rates(struct mode *mode, const char *text) {
    char *end = NULL;
    while (mode->rate_count < MOST_RATES) {
        mode->rates[mode->rate_count++] = (uint32_t)strtoul(text, &end, 10);
        if (mode->rates[mode->rate_count - 1] == 0) return false;
        if (*end == 0) return !mode->is_rate_range || mode->rate_count == 2;
        mode->is_rate_range = *end == '-';
        text = end + 1;
    }
    return false;
}

// FORMAT:SIZE@RATES
static bool read_mode(struct mode *mode, const char *text) {
    memset(mode, 0, sizeof *mode);
    const char *size = strchr(text, ':'), *rates = strchr(text, '@');
    if (size == NULL || rates == NULL) return false;
    mode->fourcc = fourcc_of(text, (size_t)(size - text));
    int count = sscanf(
        size + 1, "%ux%u-%ux%u/%u", &mode->least_width, &mode->least_height, &mode->most_width, &mode->most_height,
        &mode->step);
    if (count == 2) {
        mode->most_width = mode->least_width;
        mode->most_height = mode->least_height;
        mode->step = 1;
    }
    return mode->fourcc != 0 && (count == 2 || count == 5) && mode->step > 0 && read_rates(mode, rates + 1);
}

bool shim_read_modes(struct device *device, uint32_t width, uint32_t height) {
    char list[1024];
    const char *modes = shim_setting(device->number, "MODES", NULL);
    snprintf(list, sizeof list, "%s", modes ? modes : shim_setting(device->number, "FORMATS", "YUYV,GREY"));
    device->mode_count = 0;
    char *rest = list;
    for (char *text; (text = strsep(&rest, ",")) != NULL && device->mode_count < MOST_MODES;) {
        char mode[96];
        long rate = shim_number(device->number, "FPS", 30);
        if (modes == NULL) {
            snprintf(mode, sizeof mode, "%.8s:%ux%u@%ld", text, width, height, rate);
            text = mode;
        }
        if (!read_mode(&device->modes[device->mode_count++], text)) return false;
    }
    return device->mode_count > 0;
}

bool shim_offers(const struct device *device, uint32_t fourcc) {
    for (int index = 0; index < device->mode_count; index++) {
        if (device->modes[index].fourcc == fourcc) return true;
    }
    return false;
}

uint32_t shim_packing(const struct device *device, uint32_t index) {
    uint32_t seen = 0;
    for (int place = 0; place < device->mode_count; place++) {
        bool is_new = true;
        for (int former = 0; former < place; former++) {
            if (device->modes[former].fourcc == device->modes[place].fourcc) is_new = false;
        }
        if (is_new && seen++ == index) return device->modes[place].fourcc;
    }
    return 0;
}

static uint32_t within(uint32_t wish, uint32_t least, uint32_t most, uint32_t step) {
    if (wish <= least) return least;
    return wish >= most ? most : least + (wish - least) / step * step;
}

void shim_nearest_size(const struct device *device, uint32_t fourcc, uint32_t *width, uint32_t *height) {
    double best = INFINITY;
    uint32_t wished_width = *width, wished_height = *height;
    for (int index = 0; index < device->mode_count; index++) {
        const struct mode *mode = &device->modes[index];
        if (mode->fourcc != fourcc) continue;
        uint32_t w = within(wished_width, mode->least_width, mode->most_width, mode->step);
        uint32_t h = within(wished_height, mode->least_height, mode->most_height, mode->step);
        double distance = fabs((double)w - wished_width) + fabs((double)h - wished_height);
        if (distance >= best) continue;
        best = distance;
        *width = w;
        *height = h;
    }
}

// Whether a mode is one of the packing and has the size.
static bool fits(const struct mode *mode, uint32_t fourcc, uint32_t width, uint32_t height) {
    return mode->fourcc == fourcc && width >= mode->least_width && width <= mode->most_width &&
           height >= mode->least_height && height <= mode->most_height;
}

static const struct mode *mode_of(const struct device *device, uint32_t fourcc, uint32_t width, uint32_t height) {
    for (int index = 0; index < device->mode_count; index++) {
        if (fits(&device->modes[index], fourcc, width, height)) return &device->modes[index];
    }
    return NULL;
}

uint32_t shim_nearest_rate(const struct device *device, double rate) {
    const struct mode *mode = mode_of(device, device->fourcc, device->width, device->height);
    if (mode == NULL) return 30;
    if (mode->is_rate_range) return within((uint32_t)rate, mode->rates[0], mode->rates[1], 1);
    uint32_t best = mode->rates[0];
    for (int index = 1; index < mode->rate_count; index++) {
        if (fabs(mode->rates[index] - rate) < fabs(best - rate)) best = mode->rates[index];
    }
    return best;
}

int shim_list_sizes(const struct device *device, struct v4l2_frmsizeenum *entry) {
    uint32_t seen = 0;
    for (int index = 0; index < device->mode_count; index++) {
        const struct mode *mode = &device->modes[index];
        if (mode->fourcc != entry->pixel_format || seen++ != entry->index) continue;
        if (mode->least_width == mode->most_width && mode->least_height == mode->most_height) {
            entry->type = V4L2_FRMSIZE_TYPE_DISCRETE;
            entry->discrete = (struct v4l2_frmsize_discrete){mode->least_width, mode->least_height};
        } else {
            entry->type = mode->step > 1 ? V4L2_FRMSIZE_TYPE_STEPWISE : V4L2_FRMSIZE_TYPE_CONTINUOUS;
            entry->stepwise = (struct v4l2_frmsize_stepwise){
                mode->least_width, mode->most_width, mode->step, mode->least_height, mode->most_height, mode->step,
            };
        }
        return 0;
    }
    return -EINVAL;
}

int shim_list_rates(const struct device *device, struct v4l2_frmivalenum *entry) {
    const struct mode *mode = mode_of(device, entry->pixel_format, entry->width, entry->height);
    if (mode == NULL) return -EINVAL;
    if (mode->is_rate_range) {
        if (entry->index > 0) return -EINVAL;
        entry->type = V4L2_FRMIVAL_TYPE_CONTINUOUS;
        entry->stepwise = (struct v4l2_frmival_stepwise){{1, mode->rates[1]}, {1, mode->rates[0]}, {1, 1}};
        return 0;
    }
    if (entry->index >= (uint32_t)mode->rate_count) return -EINVAL;
    entry->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    entry->discrete = (struct v4l2_fract){1, mode->rates[entry->index]};
    return 0;
}
