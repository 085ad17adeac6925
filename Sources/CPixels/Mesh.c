#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "CPixels.h"
#include "Look.h"

// Half a side of the square of modules that is looked at for one point.
enum { HALF = 3 };

// A point of the mesh: where in the code it is, and the middle of what is looked at for it, which lies inside.
static float place(int index, int size) { return (float)index * (float)size / (UK_MESH - 1); }

static int middle(int index, int size) {
    int module = (int)place(index, size);
    if (module < HALF) return HALF;
    return module > size - 1 - HALF ? size - 1 - HALF : module;
}

// How far the modules around a middle are from their mean when all are moved by (dx, dy): the variance is largest where
// no point lies between a dark and a light module.
static float contrast(const uk_view *view, int column, int row, float dx, float dy) {
    float sum = 0, squares = 0;
    for (int j = row - HALF; j <= row + HALF; j++) {
        for (int i = column - HALF; i <= column + HALF; i++) {
            float brightness = look_through(view, (float)i + 0.5F + dx, (float)j + 0.5F + dy);
            sum += brightness;
            squares += brightness * brightness;
        }
    }
    const float count = (2 * HALF + 1) * (2 * HALF + 1);
    return squares / count - sum * sum / (count * count);
}

// The move of most contrast within `reach` of (dx, dy); nearer is likelier.
static void climb(const uk_view *view, int column, int row, float reach, float step, float *dx, float *dy) {
    float best = -1, bestX = *dx, bestY = *dy;
    for (float j = -reach; j <= reach + 0.01F; j += step) {
        for (float i = -reach; i <= reach + 0.01F; i += step) {
            float score = contrast(view, column, row, *dx + i, *dy + j) * (1 - 0.3F * (i * i + j * j));
            if (score <= best) continue;
            best = score;
            bestX = *dx + i;
            bestY = *dy + j;
        }
    }
    *dx = bestX;
    *dy = bestY;
}

// The mean of the points around one that are settled already; false when none is.
static bool predict(const uk_mesh *mesh, const bool *isSettled, int column, int row, float *dx, float *dy) {
    float sumX = 0, sumY = 0, count = 0;
    for (int j = row - 1; j <= row + 1; j++) {
        for (int i = column - 1; i <= column + 1; i++) {
            int point = j * UK_MESH + i;
            if (i < 0 || j < 0 || i >= UK_MESH || j >= UK_MESH || !isSettled[point]) continue;
            sumX += mesh->columns[point];
            sumY += mesh->rows[point];
            count++;
        }
    }
    if (count > 0) {
        *dx = sumX / count;
        *dy = sumY / count;
    }
    return count > 0;
}

// How many steps of the mesh a point is from the nearest corner with a finder pattern, where the plane is right.
static int remoteness(int column, int row) {
    int last = UK_MESH - 1;
    int corner = column > row ? column : row;
    int right = last - column > row ? last - column : row, below = column > last - row ? column : last - row;
    int nearest = right < below ? right : below;
    return corner < nearest ? corner : nearest;
}

void uk_pixels_settle(
    const uint8_t *picture, int width, int height, const uk_plane *plane, int size, uk_mesh *mesh) {
    uk_view view = {picture, width, height, plane};
    bool isSettled[UK_MESH * UK_MESH] = {false};
    memset(mesh, 0, sizeof *mesh);
    for (int far = 0; far < UK_MESH; far++) {
        for (int point = 0; point < UK_MESH * UK_MESH; point++) {
            int column = point % UK_MESH, row = point / UK_MESH;
            if (remoteness(column, row) != far) continue;
            float dx = 0, dy = 0;
            if (far > 1) {
                predict(mesh, isSettled, column, row, &dx, &dy);
                climb(&view, middle(column, size), middle(row, size), 0.45F, 0.15F, &dx, &dy);
            }
            mesh->columns[point] = dx;
            mesh->rows[point] = dy;
            isSettled[point] = true;
        }
    }
}
