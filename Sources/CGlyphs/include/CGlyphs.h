#ifndef UKETSUKE_CGLYPHS_H
#define UKETSUKE_CGLYPHS_H

#include <stdint.h>

/// The shape of one scalar, 16 points high: one byte a row when it is `8` points wide, two when it is `16`, the left
/// point in the highest bit. NULL, and a width of 0, for one that is not among them. Lives as long as the program.
const uint8_t *uk_glyph(uint32_t scalar, int *width);

#endif
