// What the files of this target share; not visible to Swift.
#ifndef UKETSUKE_CIMAGES_DECODERS_H
#define UKETSUKE_CIMAGES_DECODERS_H

#include <stdint.h>

#include "CImages.h"

// Sets the picture's size and gives it black pixels, within the limits.
int uk_images_allocate(uk_grey *image, uint64_t width, uint64_t height);

// On an error `image` may hold pixels; the caller discards them.
int uk_images_decode_png(const unsigned char *bytes, size_t length, uk_grey *image);
int uk_images_decode_jpeg(const unsigned char *bytes, size_t length, uk_grey *image);
int uk_images_decode_pnm(const unsigned char *bytes, size_t length, uk_grey *image);

#endif
