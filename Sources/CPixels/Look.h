// How a point of a picture is looked up; for the files of this door only.
#ifndef UKETSUKE_PIXELS_LOOK_H
#define UKETSUKE_PIXELS_LOOK_H

#include "CPixels.h"

/// A picture and where a code lies in it.
typedef struct {
    const uint8_t *picture;
    int width, height;
    const uk_plane *plane;
} uk_view;

static inline float look_clamp(float value, float most) { return value < 0 ? 0 : value > most ? most : value; }

/// Bilinear between the centres of pixels; outside of the picture the nearest pixel. For pictures of 2 * 2 and more.
static inline float look_at(const uk_view *view, float x, float y) {
    int width = view->width;
    x = look_clamp(x - 0.5F, (float)width - 1);
    y = look_clamp(y - 0.5F, (float)view->height - 1);
    int left = (int)x, top = (int)y;
    // As integers: in a picture of many thousand pixels a side there is no number just below the last one.
    if (left > width - 2) left = width - 2;
    if (top > view->height - 2) top = view->height - 2;
    float dx = x - (float)left, dy = y - (float)top;
    const uint8_t *p = view->picture + (long)top * width + left;
    float upper = (float)p[0] + dx * (float)(p[1] - p[0]);
    float lower = (float)p[width] + dx * (float)(p[width + 1] - p[width]);
    return upper + dy * (lower - upper);
}

/// The brightness at module coordinates; 0 where the plane is behind the lens, and in pictures too small to look at.
static inline float look_through(const uk_view *view, float column, float row) {
    const float *m = view->plane->m;
    float scale = m[6] * column + m[7] * row + m[8];
    // Also false for what is no number.
    if (!(scale > 1e-6F) || view->width < 2 || view->height < 2) return 0;
    float x = (m[0] * column + m[1] * row + m[2]) / scale, y = (m[3] * column + m[4] * row + m[5]) / scale;
    return x == x && y == y ? look_at(view, x, y) : 0;
}

#endif
