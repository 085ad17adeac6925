#include "CPixels.h"

#include <math.h>
#include <string.h>

static inline float clamp(float value, float most) { return value < 0 ? 0 : value > most ? most : value; }

// Bilinear between the centres of pixels.
static inline float look(const uint8_t *picture, int width, int height, float x, float y) {
    x = clamp(x - 0.5F, (float)width - 1.001F);
    y = clamp(y - 0.5F, (float)height - 1.001F);
    int left = (int)x, top = (int)y;
    float dx = x - (float)left, dy = y - (float)top;
    const uint8_t *p = picture + (long)top * width + left;
    float upper = (float)p[0] + dx * (float)(p[1] - p[0]), lower = (float)p[width] + dx * (float)(p[width + 1] - p[width]);
    return upper + dy * (lower - upper);
}

static inline float at(const uint8_t *picture, int width, int height, const uk_plane *plane, float column, float row) {
    const float *m = plane->m;
    float scale = m[6] * column + m[7] * row + m[8];
    if (scale < 1e-6F) return 0;
    return look(
        picture, width, height, (m[0] * column + m[1] * row + m[2]) / scale,
        (m[3] * column + m[4] * row + m[5]) / scale);
}

float uk_pixels_agreement(
    const uint8_t *picture, int width, int height, const uk_plane *plane, const float *columns, const float *rows,
    const float *light, int count) {
    float sum = 0, squares = 0, lights = 0, products = 0;
    for (int i = 0; i < count; i++) {
        float brightness = at(picture, width, height, plane, columns[i] + 0.5F, rows[i] + 0.5F);
        sum += brightness;
        squares += brightness * brightness;
        lights += light[i];
        products += brightness * light[i];
    }
    float n = (float)count, spread = (n * squares - sum * sum) * (n * lights - lights * lights);
    return spread < 1 ? 0 : (n * products - sum * lights) / sqrtf(spread);
}

void uk_pixels_modules(
    const uint8_t *picture, int width, int height, const uk_plane *plane, int size, float *brightness) {
    const float off = 0.22F;
    for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
            float x = (float)column + 0.5F, y = (float)row + 0.5F;
            float sum = 2 * at(picture, width, height, plane, x, y);
            sum += at(picture, width, height, plane, x - off, y) + at(picture, width, height, plane, x + off, y);
            sum += at(picture, width, height, plane, x, y - off) + at(picture, width, height, plane, x, y + off);
            *brightness++ = sum / 6;
        }
    }
}

static void sharpen(const float *restrict brightness, int size, float sharpness, float *restrict to) {
    for (int row = 0; row < size; row++) {
        const float *line = brightness + row * size;
        const float *above = row > 0 ? line - size : line, *below = row + 1 < size ? line + size : line;
        for (int x = 0; x < size; x++) {
            float left = line[x > 0 ? x - 1 : x], right = line[x + 1 < size ? x + 1 : x];
            to[row * size + x] = line[x] + sharpness * (line[x] - (left + right + above[x] + below[x]) / 4);
        }
    }
}

void uk_pixels_decide(
    const float *brightness, int size, float sharpness, int radius, float *scratch, uint8_t *modules) {
    sharpen(brightness, size, sharpness, scratch);
    for (int row = 0; row < size; row++) {
        int top = row > radius ? row - radius : 0, bottom = row + radius < size ? row + radius : size - 1;
        for (int column = 0; column < size; column++) {
            int left = column > radius ? column - radius : 0;
            int right = column + radius < size ? column + radius : size - 1;
            float sum = 0;
            for (int y = top; y <= bottom; y++)
                for (int x = left; x <= right; x++) sum += brightness[y * size + x];
            float mean = sum / (float)((bottom - top + 1) * (right - left + 1));
            modules[row * size + column] = scratch[row * size + column] < mean ? 0 : 255;
        }
    }
}

void uk_pixels_draw(const uint8_t *modules, int size, int scale, uint8_t *to) {
    int side = (size + 8) * scale;
    memset(to, 255, (size_t)side * (size_t)side);
    for (int row = 0; row < size; row++) {
        uint8_t *first = to + (long)(row + 4) * scale * side;
        for (int column = 0; column < size; column++)
            memset(first + (column + 4) * scale, modules[row * size + column], (size_t)scale);
        for (int copy = 1; copy < scale; copy++) memcpy(first + (long)copy * side, first, (size_t)side);
    }
}
