#ifndef UKETSUKE_CWIDE_H
#define UKETSUKE_CWIDE_H

#include <stdbool.h>
#include <stdint.h>

/// Columns of one Unicode scalar in a terminal: 0, 1 or 2, or -1 when it cannot be shown. `wcwidth` hides behind a
/// feature-test macro that the importer does not define.
int uk_width(uint32_t scalar);

/// Sets the locale of the environment, or `C.UTF-8` where that one is not UTF-8. False when neither is to be had.
bool uk_use_utf8(void);

#endif
