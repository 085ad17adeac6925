#include "CPixels.h"

static void add(uint32_t *restrict columns, const uint8_t *restrict row, int width) {
    for (int x = 0; x < width; x++) columns[x] += row[x];
}

static void subtract(uint32_t *restrict columns, const uint8_t *restrict row, int width) {
    for (int x = 0; x < width; x++) columns[x] -= row[x];
}

// One row, with the sums of the columns above and below each pixel.
static void decide(
    const uint8_t *restrict row, const uint32_t *restrict columns, int width, int rows, int radius, int bias,
    uint8_t *restrict to) {
    int32_t sum = 0;
    int inside = 0;
    for (int x = 0; x < radius && x < width; x++) {
        sum += (int32_t)columns[x];
        inside++;
    }
    for (int x = 0; x < width; x++) {
        if (x + radius < width) {
            sum += (int32_t)columns[x + radius];
            inside++;
        }
        if (x > radius) {
            sum -= (int32_t)columns[x - radius - 1];
            inside--;
        }
        // pixel + bias < sum / area, without the division.
        to[x] = (row[x] + bias) * (inside * rows) < sum ? 0 : 255;
    }
}

void uk_pixels_threshold(
    const uint8_t *from, int width, int height, int radius, int bias, uint8_t *to, uint32_t *columns) {
    for (int x = 0; x < width; x++) columns[x] = 0;
    int rows = 0;
    for (; rows < radius && rows < height; rows++) add(columns, from + (long)rows * width, width);
    for (int y = 0; y < height; y++) {
        if (y + radius < height) {
            add(columns, from + (long)(y + radius) * width, width);
            rows++;
        }
        if (y > radius) {
            subtract(columns, from + (long)(y - radius - 1) * width, width);
            rows--;
        }
        decide(from + (long)y * width, columns, width, rows, radius, bias, to + (long)y * width);
    }
}
