#include <ctype.h>
#include <stdbool.h>

#include "Decoders.h"

struct cursor {
    const unsigned char *at, *end;
};

// The next decimal number, past white space and comments; false where there is none or it is absurd.
static bool number(struct cursor *cursor, uint64_t *value) {
    while (cursor->at < cursor->end && (isspace(*cursor->at) || *cursor->at == '#')) {
        if (*cursor->at++ != '#') continue;
        while (cursor->at < cursor->end && *cursor->at != '\n') cursor->at++;
    }
    if (cursor->at == cursor->end || !isdigit(*cursor->at)) return false;
    *value = 0;
    while (cursor->at < cursor->end && isdigit(*cursor->at)) {
        *value = *value * 10 + (uint64_t)(*cursor->at++ - '0');
        if (*value > UINT32_MAX) return false;
    }
    return true;
}

static unsigned sample(const unsigned char *at, unsigned most) {
    unsigned value = most < 256 ? at[0] : (unsigned)at[0] << 8 | at[1];
    return (value > most ? most : value) * 255 / most;
}

static unsigned brightness(const unsigned char *at, size_t channels, size_t size, unsigned most) {
    unsigned red = sample(at, most);
    if (channels == 1) return red;
    // ITU-R BT.601 weights, in 1/256.
    return (77 * red + 150 * sample(at + size, most) + 29 * sample(at + 2 * size, most)) >> 8;
}

int uk_images_decode_pnm(const unsigned char *bytes, size_t length, uk_grey *image) {
    struct cursor cursor = {bytes + 2, bytes + length};
    uint64_t width, height, most;
    if (!number(&cursor, &width) || !number(&cursor, &height) || !number(&cursor, &most)) return UK_IMAGES_DAMAGED;
    if (most == 0 || most > 65535 || cursor.at == cursor.end || !isspace(*cursor.at++)) return UK_IMAGES_DAMAGED;
    size_t channels = bytes[1] == '6' ? 3 : 1, size = most < 256 ? 1 : 2;
    // The header is believed only as far as there are bytes: a short file allocates nothing.
    if (width > UK_IMAGES_MOST_PIXELS || height > UK_IMAGES_MOST_PIXELS) return UK_IMAGES_TOO_LARGE;
    if (width * height > UK_IMAGES_MOST_PIXELS) return UK_IMAGES_TOO_LARGE;
    size_t pixels = (size_t)(width * height);
    if ((size_t)(cursor.end - cursor.at) < pixels * channels * size) return UK_IMAGES_DAMAGED;
    int status = uk_images_allocate(image, width, height);
    if (status != UK_IMAGES_OK) return status;
    for (size_t pixel = 0; pixel < pixels; pixel++) {
        const unsigned char *at = cursor.at + pixel * channels * size;
        image->pixels[pixel] = (unsigned char)brightness(at, channels, size, (unsigned)most);
    }
    return UK_IMAGES_OK;
}
