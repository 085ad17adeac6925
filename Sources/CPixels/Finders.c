#include "CPixels.h"

#include <math.h>
#include <stdbool.h>

enum { DARK = 0 };

// Whether five runs are as long as a finder pattern's; small ones may be off by a pixel each. What is dark around a code
// whose quiet zone is cut makes an outer run longer: it is then shortened to what it should be, and `isCut` is set.
static bool is_finder(int run[5], bool *isCut) {
    int inner = run[1] + run[2] + run[3];
    if (inner < 6 || run[0] == 0 || run[1] == 0 || run[3] == 0 || run[4] == 0) return false;
    float module = (float)inner / 5, slack = module * 0.6F;
    if (slack < 1.1F) slack = 1.1F;
    if (fabsf((float)run[1] - module) > slack || fabsf((float)run[3] - module) > slack) return false;
    if (fabsf((float)run[2] - 3 * module) > 2 * slack) return false;
    for (int i = 0; i < 5; i += 4) {
        if ((float)run[i] < module - slack) return false;
        if ((float)run[i] <= module + slack) continue;
        run[i] = (int)(module + 0.5F);
        *isCut = true;
    }
    return true;
}

// The runs along a line of pixels through its middle at `at`; false where the line is no finder pattern.
static bool cross(const uint8_t *line, long stride, int length, int at, int most, int run[5], bool *isCut) {
    int i = at;
    for (int k = 0; k < 5; k++) run[k] = 0;
    while (i >= 0 && line[i * stride] == DARK && run[2] <= 3 * most) { run[2]++; i--; }
    while (i >= 0 && line[i * stride] != DARK && run[1] <= most) { run[1]++; i--; }
    while (i >= 0 && line[i * stride] == DARK && run[0] <= most) { run[0]++; i--; }
    for (i = at + 1; i < length && line[i * stride] == DARK && run[2] <= 3 * most; i++) run[2]++;
    for (; i < length && line[i * stride] != DARK && run[3] <= most; i++) run[3]++;
    for (; i < length && line[i * stride] == DARK && run[4] <= most; i++) run[4]++;
    return is_finder(run, isCut);
}

// The centre of the dark run at `at`, which is `middle` long.
static float centre(const uint8_t *line, long stride, int length, int at, int middle) {
    int end = at;
    while (end + 1 < length && line[(end + 1) * stride] == DARK) end++;
    return (float)(end + 1) - (float)middle / 2;
}

// Whether the column through a candidate, and the row through that column's middle, see a finder pattern as well.
static bool confirm(
    const uint8_t *picture, int width, int height, int x, int y, int across, bool isCut, uk_finder *found) {
    int most = across * 3 / 7 + 2, column[5], row[5];
    if (!cross(picture + x, width, height, y, most, column, &isCut)) return false;
    int tall = column[0] + column[1] + column[2] + column[3] + column[4];
    if (tall * 5 < across * 2 || across * 5 < tall * 2) return false;
    float cy = centre(picture + x, width, height, y, column[2]);
    int middle = (int)cy;
    if (middle < 0 || middle >= height || picture[(long)middle * width + x] != DARK) return false;
    const uint8_t *line = picture + (long)middle * width;
    if (!cross(line, 1, width, x, most, row, &isCut)) return false;
    found->x = centre(line, 1, width, x, row[2]);
    found->y = cy;
    found->width = (float)(row[0] + row[1] + row[2] + row[3] + row[4]);
    found->height = (float)tall;
    // What has its quiet zone is likelier to be one.
    found->weight = isCut ? 1 : 4;
    return true;
}

// Adds a sight to the pattern that it is one more of, or as a new one.
static int merge(uk_finder *finders, int count, int most, uk_finder sight) {
    for (int i = 0; i < count; i++) {
        uk_finder *known = &finders[i];
        float near = 0.2F * (known->width + known->height) / 2;
        if (fabsf(known->x - sight.x) > near || fabsf(known->y - sight.y) > near) continue;
        float all = (float)(known->weight + sight.weight);
        known->x += (sight.x - known->x) * (float)sight.weight / all;
        known->y += (sight.y - known->y) * (float)sight.weight / all;
        known->width += (sight.width - known->width) * (float)sight.weight / all;
        known->height += (sight.height - known->height) * (float)sight.weight / all;
        known->weight += sight.weight;
        return count;
    }
    if (count < most) finders[count++] = sight;
    return count;
}

static void sort(uk_finder *finders, int count) {
    for (int i = 1; i < count; i++) {
        uk_finder moved = finders[i];
        int k = i;
        for (; k > 0 && finders[k - 1].weight < moved.weight; k--) finders[k] = finders[k - 1];
        finders[k] = moved;
    }
}

// Looks along one row.
static int search_row(
    const uint8_t *picture, int width, int height, int y, uk_finder *finders, int count, int most) {
    const uint8_t *line = picture + (long)y * width;
    int run[5] = {0, 0, 0, 0, 0}, x = 0, end = 0;
    while (x < width) {
        while (x < width && line[x] != DARK) x++;
        int start = x;
        while (x < width && line[x] == DARK) x++;
        run[0] = run[2];
        run[1] = run[3];
        run[2] = run[4];
        run[3] = start - end;
        run[4] = x - start;
        end = x;
        // Before five runs have come, the empty ones fail.
        int seen[5] = {run[0], run[1], run[2], run[3], run[4]};
        bool isCut = false;
        if (!is_finder(seen, &isCut)) continue;
        int across = seen[0] + seen[1] + seen[2] + seen[3] + seen[4];
        int middle = x - run[4] - run[3] - (run[2] + 1) / 2;
        uk_finder sight;
        if (confirm(picture, width, height, middle, y, across, isCut, &sight))
            count = merge(finders, count, most, sight);
    }
    return count;
}

int uk_pixels_find(
    const uint8_t *picture, int width, int height, int step, uk_finder *finders, int most) {
    int count = 0;
    for (int y = step / 2; y < height; y += step)
        count = search_row(picture, width, height, y, finders, count, most);
    sort(finders, count);
    return count;
}

float uk_pixels_run(
    const uint8_t *picture, int width, int height, float x, float y, float towardsX, float towardsY) {
    float length = hypotf(towardsX - x, towardsY - y);
    // Also for what is no number.
    if (!(length >= 1 && length < 1e6F)) return 0;
    float stepX = (towardsX - x) / length / 2, stepY = (towardsY - y) / length / 2;
    // 0: in the middle, 1: in the light ring, 2: in the dark ring.
    int ring = 0, steps = 0, limit = (int)(2 * length);
    for (; steps < limit; steps++, x += stepX, y += stepY) {
        if (x < 0 || y < 0 || x >= (float)width || y >= (float)height) break;
        bool isDark = picture[(long)(int)y * width + (int)x] == DARK;
        if (isDark == (ring == 1) && ++ring == 3) return (float)steps / 2;
    }
    return 0;
}
