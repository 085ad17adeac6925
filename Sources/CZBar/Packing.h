// What Camera.c and Probe.c share: the packings of pictures and how to talk to a video device.
#ifndef UKETSUKE_CZBAR_PACKING_H
#define UKETSUKE_CZBAR_PACKING_H

#include "CZBar.h"

/// A packing as V4L2 calls it, and where brightness lies in it.
struct packing {
    uint32_t fourcc;
    enum uk_frame_layout layout;
    size_t offset;
    // 1 or 2.
    size_t step;
};

/// By enum UK_PACKING_….
extern const struct packing uk_packings[UK_PACKINGS];

/// ioctl, again where a signal came in between.
int uk_ioctl(int file, unsigned long request, void *argument);

#endif
