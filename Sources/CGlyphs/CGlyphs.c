#include "CGlyphs.h"

#include <stddef.h>

/// Made by Scripts/glyphs, which says how it is laid out; see LICENSE-Unifont.
static const uint8_t file[] = {
#embed "glyphs.bin"
};

static unsigned number(size_t at) {
    return file[at] | (unsigned)file[at + 1] << 8;
}

/// Where `scalar` stands among `count` code points from `first` on; `count` when it does not.
static size_t place(uint32_t scalar, size_t first, size_t count) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (number(first + 2 * middle) < scalar)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && number(first + 2 * low) == scalar ? low : count;
}

const uint8_t *uk_glyph(uint32_t scalar, int *width) {
    const size_t narrow = number(0), wide = number(2), codes = 4, shapes = codes + 2 * (narrow + wide);
    size_t found = place(scalar, codes, narrow);
    if (found < narrow) {
        *width = 8;
        return file + shapes + 16 * found;
    }
    found = place(scalar, codes + 2 * narrow, wide);
    if (found < wide) {
        *width = 16;
        return file + shapes + 16 * narrow + 32 * found;
    }
    *width = 0;
    return NULL;
}
