#include "CImages.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Decoders.h"

void uk_images_free(void *memory) { free(memory); }

int uk_images_allocate(uk_grey *image, uint64_t width, uint64_t height) {
    if (width == 0 || height == 0) return UK_IMAGES_DAMAGED;
    // Each side is checked first, so that the product cannot overflow.
    if (width > UK_IMAGES_MOST_PIXELS || height > UK_IMAGES_MOST_PIXELS) return UK_IMAGES_TOO_LARGE;
    if (width * height > UK_IMAGES_MOST_PIXELS) return UK_IMAGES_TOO_LARGE;
    // Zeroed: a decoder that stops half-way must not leave old memory in the picture.
    image->pixels = calloc(width, height);
    if (image->pixels == NULL) return UK_IMAGES_OUT_OF_MEMORY;
    image->width = (int)width;
    image->height = (int)height;
    return UK_IMAGES_OK;
}

static void discard(uk_grey *image) {
    free(image->pixels);
    memset(image, 0, sizeof *image);
}

int uk_images_decode(const unsigned char *bytes, size_t length, uk_grey *image) {
    static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    memset(image, 0, sizeof *image);
    if (length > UK_IMAGES_MOST_BYTES) return UK_IMAGES_TOO_LARGE;
    int status = UK_IMAGES_UNKNOWN_FORMAT;
    if (length >= sizeof png && memcmp(bytes, png, sizeof png) == 0) {
        status = uk_images_decode_png(bytes, length, image);
    } else if (length >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) {
        status = uk_images_decode_jpeg(bytes, length, image);
    } else if (length >= 3 && bytes[0] == 'P' && (bytes[1] == '5' || bytes[1] == '6')) {
        status = uk_images_decode_pnm(bytes, length, image);
    }
    if (status != UK_IMAGES_OK) discard(image);
    return status;
}

static bool read_all(int file, unsigned char *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t count = read(file, bytes + done, length - done);
        if (count <= 0) return false;
        done += (size_t)count;
    }
    return true;
}

static int load(int file, uk_grey *image) {
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return UK_IMAGES_UNREADABLE;
    if (about.st_size > UK_IMAGES_MOST_BYTES) return UK_IMAGES_TOO_LARGE;
    if (about.st_size == 0) return UK_IMAGES_UNKNOWN_FORMAT;
    size_t length = (size_t)about.st_size;
    unsigned char *bytes = malloc(length);
    if (bytes == NULL) return UK_IMAGES_OUT_OF_MEMORY;
    int status = read_all(file, bytes, length) ? uk_images_decode(bytes, length, image) : UK_IMAGES_UNREADABLE;
    free(bytes);
    return status;
}

int uk_images_load(const char *path, uk_grey *image) {
    memset(image, 0, sizeof *image);
    // O_NONBLOCK, so that opening a pipe nobody writes to does not wait for ever.
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return UK_IMAGES_UNREADABLE;
    int status = load(file, image);
    close(file);
    return status;
}

int uk_png_write_grey(const char *path, const unsigned char *pixels, int width, int height) {
    unsigned char *bytes = NULL;
    size_t length = 0;
    int status = uk_png_encode_grey(pixels, width, height, &bytes, &length);
    if (status != UK_IMAGES_OK) return status;
    FILE *file = fopen(path, "wbe");
    if (file == NULL) {
        free(bytes);
        return UK_IMAGES_UNWRITABLE;
    }
    bool isWritten = fwrite(bytes, 1, length, file) == length;
    free(bytes);
    return fclose(file) == 0 && isWritten ? UK_IMAGES_OK : UK_IMAGES_UNWRITABLE;
}
