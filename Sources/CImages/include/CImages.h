// A door to libpng and libjpeg: pictures in and out as 8-bit grey, rows top to bottom without padding.
//
// Nothing here writes to stderr, and no input ends the process: libjpeg's exits are turned into error codes.
#ifndef UKETSUKE_CIMAGES_H
#define UKETSUKE_CIMAGES_H

#include <stddef.h>

enum {
    UK_IMAGES_OK = 0,
    /// The file cannot be opened or read, or is no regular file.
    UK_IMAGES_UNREADABLE = 1,
    /// More than UK_IMAGES_MOST_BYTES in the file or more than UK_IMAGES_MOST_PIXELS in the picture.
    UK_IMAGES_TOO_LARGE = 2,
    /// Not PNG, JPEG, binary PGM (P5) or binary PPM (P6).
    UK_IMAGES_UNKNOWN_FORMAT = 3,
    /// The right beginning, but it cannot be decoded.
    UK_IMAGES_DAMAGED = 4,
    UK_IMAGES_OUT_OF_MEMORY = 5,
    /// The file cannot be written; errno says why.
    UK_IMAGES_UNWRITABLE = 6,
};

enum {
    UK_IMAGES_MOST_PIXELS = 64 * 1024 * 1024,
    UK_IMAGES_MOST_BYTES = 256 * 1024 * 1024,
};

/// A grey picture; `pixels` holds width * height bytes and belongs to the caller (uk_images_free).
typedef struct {
    int width;
    int height;
    unsigned char *pixels;
} uk_grey;

/// Decodes a picture in memory. On any other answer than UK_IMAGES_OK `image` holds no pixels.
/// Transparent PNG is laid on white. A JPEG cut short is decoded as far as it goes.
int uk_images_decode(const unsigned char *bytes, size_t length, uk_grey *image);

/// Decodes a file; a directory, device, socket or pipe is UK_IMAGES_UNREADABLE and never blocks.
int uk_images_load(const char *path, uk_grey *image);

/// Encodes grey pixels as PNG into memory of its own (uk_images_free).
int uk_png_encode_grey(
    const unsigned char *pixels, int width, int height, unsigned char **out, size_t *out_length);

/// Writes grey pixels as a PNG file, replacing what is there.
int uk_png_write_grey(const char *path, const unsigned char *pixels, int width, int height);

/// Gives back what the functions above handed out; NULL is allowed.
void uk_images_free(void *memory);

#endif
