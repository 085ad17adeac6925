#include <math.h>
#include <string.h>

#include "CPixels.h"
#include "Look.h"

float uk_pixels_agreement(
    const uint8_t *picture, int width, int height, const uk_plane *plane, const float *columns, const float *rows,
    const float *light, int count) {
    uk_view view = {picture, width, height, plane};
    float sum = 0, squares = 0, lights = 0, products = 0;
    for (int i = 0; i < count; i++) {
        float brightness = look_through(&view, columns[i] + 0.5F, rows[i] + 0.5F);
        sum += brightness;
        squares += brightness * brightness;
        lights += light[i];
        products += brightness * light[i];
    }
    float n = (float)count, spread = (n * squares - sum * sum) * (n * lights - lights * lights);
    return spread < 1 ? 0 : (n * products - sum * lights) / sqrtf(spread);
}

// Moves module coordinates as the four points of the mesh around them are moved.
static void bend(const uk_mesh *mesh, int size, float *column, float *row) {
    float x = *column / (float)size * (UK_MESH - 1), y = *row / (float)size * (UK_MESH - 1);
    int left = (int)look_clamp(x, UK_MESH - 2), top = (int)look_clamp(y, UK_MESH - 2), first = top * UK_MESH + left;
    float dx = x - (float)left, dy = y - (float)top;
    float weights[4] = {(1 - dx) * (1 - dy), dx * (1 - dy), (1 - dx) * dy, dx * dy};
    int points[4] = {first, first + 1, first + UK_MESH, first + UK_MESH + 1};
    for (int i = 0; i < 4; i++) {
        *column += weights[i] * mesh->columns[points[i]];
        *row += weights[i] * mesh->rows[points[i]];
    }
}

void uk_pixels_modules(
    const uint8_t *picture, int width, int height, const uk_plane *plane, const uk_mesh *mesh, int size,
    float *brightness) {
    const float off = 0.22F;
    uk_view view = {picture, width, height, plane};
    for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
            float x = (float)column + 0.5F, y = (float)row + 0.5F;
            if (mesh != NULL) bend(mesh, size, &x, &y);
            float sum = 2 * look_through(&view, x, y);
            sum += look_through(&view, x - off, y) + look_through(&view, x + off, y);
            sum += look_through(&view, x, y - off) + look_through(&view, x, y + off);
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
