#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "Shim.h"

enum { capture = V4L2_BUF_TYPE_VIDEO_CAPTURE };

// MARK: - What it is

static int tell_capabilities(const struct device *device, struct v4l2_capability *about) {
    memset(about, 0, sizeof *about);
    strcpy((char *)about->driver, "uvcvideo");
    snprintf((char *)about->card, sizeof about->card, "%s", shim_setting(device->number, "NAME", "v4l2shim camera"));
    snprintf((char *)about->bus_info, sizeof about->bus_info, "usb-shim-%d", device->number + 1);
    about->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING | V4L2_CAP_EXT_PIX_FORMAT;
    about->capabilities = about->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int list_packings(const struct device *device, struct v4l2_fmtdesc *entry) {
    uint32_t fourcc = shim_packing(device, entry->index), index = entry->index;
    if (entry->type != capture || fourcc == 0) return -EINVAL;
    memset(entry, 0, sizeof *entry);
    entry->index = index;
    entry->type = capture;
    entry->pixelformat = fourcc;
    if (fourcc == V4L2_PIX_FMT_MJPEG) entry->flags = V4L2_FMT_FLAG_COMPRESSED;
    snprintf((char *)entry->description, sizeof entry->description, "%.4s", (const char *)&fourcc);
    return 0;
}

static int list(const struct device *device, unsigned long request, void *argument) {
    if (request == VIDIOC_ENUM_FMT) return list_packings(device, argument);
    if (shim_fault(device->number, "no_lists", NULL)) return -ENOTTY;
    return request == VIDIOC_ENUM_FRAMESIZES ? shim_list_sizes(device, argument) : shim_list_rates(device, argument);
}

// MARK: - How it sends

static void write_format(const struct device *device, struct v4l2_pix_format *format) {
    memset(format, 0, sizeof *format);
    format->width = device->width;
    format->height = device->height;
    format->pixelformat = device->fourcc;
    format->field = V4L2_FIELD_NONE;
    format->bytesperline = (uint32_t)shim_row_bytes(device->fourcc, device->width);
    format->sizeimage = (uint32_t)shim_frame_bytes(device->fourcc, device->width, device->height);
    format->colorspace = V4L2_COLORSPACE_SRGB;
}

static int set_format(struct device *device, unsigned long request, struct v4l2_format *wish) {
    if (wish->type != capture) return -EINVAL;
    if (request == VIDIOC_S_FMT && device->buffer_count > 0) return -EBUSY;
    struct device former = *device;
    if (request != VIDIOC_G_FMT) {
        device->width = wish->fmt.pix.width;
        device->height = wish->fmt.pix.height;
        if (shim_offers(device, wish->fmt.pix.pixelformat)) device->fourcc = wish->fmt.pix.pixelformat;
        shim_nearest_size(device, device->fourcc, &device->width, &device->height);
        // As uvcvideo does: the interval goes back to what the camera likes.
        device->rate = shim_nearest_rate(device, 0);
        if (shim_fault(device->number, "wrong_size", NULL)) {
            device->width = 320;
            device->height = 240;
        }
    }
    write_format(device, &wish->fmt.pix);
    if (request == VIDIOC_TRY_FMT) *device = former;
    return 0;
}

static int set_interval(struct device *device, unsigned long request, struct v4l2_streamparm *wish) {
    if (wish->type != capture) return -EINVAL;
    struct v4l2_fract time = wish->parm.capture.timeperframe;
    if (request == VIDIOC_S_PARM) {
        if (shim_fault(device->number, "no_interval", NULL)) return -ENOTTY;
        if (device->is_streaming) return -EBUSY;
        if (time.numerator > 0 && time.denominator > 0)
            device->rate = shim_nearest_rate(device, (double)time.denominator / time.numerator);
    }
    memset(&wish->parm, 0, sizeof wish->parm);
    wish->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    wish->parm.capture.timeperframe = (struct v4l2_fract){1, device->rate};
    wish->parm.capture.readbuffers = 2;
    return 0;
}

// MARK: - The stream

static int start(struct device *device) {
    if (device->buffer_count == 0) return -EINVAL;
    // As when the bus has no room.
    if (shim_fault(device->number, "streamon_enospc", NULL)) return -ENOSPC;
    if (!device->is_streaming) {
        device->is_streaming = true;
        device->began = shim_now();
        device->served = 0;
        shim_log(
            "v4l2shim: start camera %d %.4s %ux%u@%u\n", device->number, (const char *)&device->fourcc, device->width,
            device->height, device->rate);
    }
    shim_await_frame(device);
    return 0;
}

static int stop(struct device *device) {
    device->is_streaming = false;
    device->queued = 0;
    for (int index = 0; index < MOST_BUFFERS; index++) device->buffers[index].state = BUFFER_IDLE;
    shim_await_frame(device);
    return 0;
}

static int tell_input(struct v4l2_input *input) {
    if (input->index > 0) return -EINVAL;
    memset(input, 0, sizeof *input);
    strcpy((char *)input->name, "Camera 1");
    input->type = V4L2_INPUT_TYPE_CAMERA;
    return 0;
}

static int tell_crop(const struct device *device, struct v4l2_cropcap *crop) {
    crop->bounds = crop->defrect = (struct v4l2_rect){0, 0, device->width, device->height};
    crop->pixelaspect = (struct v4l2_fract){1, 1};
    return 0;
}

int shim_request(struct device *device, unsigned long request, void *argument) {
    if (device->is_gone || shim_is_absent(device->number)) {
        shim_unplug(device);
        return -ENODEV;
    }
    switch (request) {
    case VIDIOC_QUERYCAP: return tell_capabilities(device, argument);
    case VIDIOC_ENUM_FMT:
    case VIDIOC_ENUM_FRAMESIZES:
    case VIDIOC_ENUM_FRAMEINTERVALS: return list(device, request, argument);
    case VIDIOC_G_FMT:
    case VIDIOC_S_FMT:
    case VIDIOC_TRY_FMT: return set_format(device, request, argument);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: return set_interval(device, request, argument);
    case VIDIOC_REQBUFS: return shim_request_buffers(device, argument);
    case VIDIOC_QUERYBUF: return shim_query_buffer(device, argument);
    case VIDIOC_QBUF: return shim_queue_buffer(device, argument);
    case VIDIOC_DQBUF: return shim_take_buffer(device, argument);
    case VIDIOC_STREAMON: return start(device);
    case VIDIOC_STREAMOFF: return stop(device);
    case VIDIOC_G_INPUT: *(int *)argument = 0; return 0;
    case VIDIOC_S_INPUT: return *(int *)argument == 0 ? 0 : -EINVAL;
    case VIDIOC_ENUMINPUT: return tell_input(argument);
    case VIDIOC_CROPCAP: return tell_crop(device, argument);
    case VIDIOC_G_PRIORITY: *(uint32_t *)argument = V4L2_PRIORITY_DEFAULT; return 0;
    case VIDIOC_S_PRIORITY: return 0;
    // No controls, which is another answer than not to know of any.
    case VIDIOC_QUERYCTRL:
    case VIDIOC_QUERY_EXT_CTRL:
    case VIDIOC_G_CTRL:
    case VIDIOC_S_CTRL:
    case VIDIOC_QUERYMENU: return -EINVAL;
    default: return -ENOTTY;
    }
}
