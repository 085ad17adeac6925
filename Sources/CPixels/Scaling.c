#include "CPixels.h"

void uk_pixels_halve(const uint8_t *restrict from, int width, int height, uint8_t *restrict to) {
    int columns = width / 2;
    for (int y = 0; y < height / 2; y++, to += columns) {
        const uint8_t *upper = from + 2 * (long)y * width, *lower = upper + width;
        for (int x = 0; x < columns; x++)
            to[x] = (uint8_t)((upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 2) >> 2);
    }
}

void uk_pixels_blur(const uint8_t *restrict from, int width, int height, uint8_t *restrict to) {
    for (int y = 0; y < height; y++, to += width) {
        const uint8_t *row = from + (long)y * width;
        const uint8_t *above = y > 0 ? row - width : row, *below = y + 1 < height ? row + width : row;
        for (int x = 1; x + 1 < width; x++) {
            int sum = above[x - 1] + 2 * above[x] + above[x + 1] + 2 * row[x - 1] + 4 * row[x] + 2 * row[x + 1]
                + below[x - 1] + 2 * below[x] + below[x + 1];
            to[x] = (uint8_t)((sum + 8) >> 4);
        }
        if (width > 0) {
            to[0] = row[0];
            to[width - 1] = row[width - 1];
        }
    }
}

void uk_pixels_invert(uint8_t *pixels, long count) {
    for (long i = 0; i < count; i++) pixels[i] = (uint8_t)(255 - pixels[i]);
}
