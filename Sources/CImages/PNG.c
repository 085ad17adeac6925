#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "Decoders.h"

int uk_images_decode_png(const unsigned char *bytes, size_t length, uk_grey *image) {
    png_image reader;
    memset(&reader, 0, sizeof reader);
    reader.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&reader, bytes, length)) return UK_IMAGES_DAMAGED;
    // Before any pixel is decoded: a small file can claim a huge picture.
    int status = uk_images_allocate(image, reader.width, reader.height);
    if (status == UK_IMAGES_OK) {
        png_color white = {255, 255, 255};
        reader.format = PNG_FORMAT_GRAY;
        if (!png_image_finish_read(&reader, &white, image->pixels, 0, NULL)) status = UK_IMAGES_DAMAGED;
    }
    png_image_free(&reader);
    return status;
}

int uk_png_encode_grey(
    const unsigned char *pixels, int width, int height, unsigned char **out, size_t *out_length) {
    *out = NULL;
    *out_length = 0;
    if (width <= 0 || height <= 0 || width > UK_IMAGES_MOST_PIXELS / height) return UK_IMAGES_TOO_LARGE;
    png_image writer;
    memset(&writer, 0, sizeof writer);
    writer.version = PNG_IMAGE_VERSION;
    writer.width = (png_uint_32)width;
    writer.height = (png_uint_32)height;
    writer.format = PNG_FORMAT_GRAY;
    png_alloc_size_t room = PNG_IMAGE_PNG_SIZE_MAX(writer);
    unsigned char *bytes = malloc(room);
    if (bytes == NULL) return UK_IMAGES_OUT_OF_MEMORY;
    if (!png_image_write_to_memory(&writer, bytes, &room, 0, pixels, 0, NULL)) {
        png_image_free(&writer);
        free(bytes);
        return UK_IMAGES_DAMAGED;
    }
    *out = bytes;
    *out_length = room;
    return UK_IMAGES_OK;
}
