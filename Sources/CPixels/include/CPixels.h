// What is done to every pixel of every frame: scaling, thresholds, the search for finder patterns, and the sampling of
// modules. Plain loops that compilers turn into vector code; nothing here allocates, and nothing keeps a state.
//
// A picture is `width` * `height` bytes without padding, 0 is black. Outputs never overlap inputs.
#ifndef UKETSUKE_CPIXELS_H
#define UKETSUKE_CPIXELS_H

#include <stdint.h>

// MARK: - Pictures

/// Half the size, each pixel the mean of four: `to` has (width / 2) * (height / 2) bytes.
void uk_pixels_halve(const uint8_t *from, int width, int height, uint8_t *to);

/// Each pixel the weighted mean of its 3 * 3 neighbours (1 2 1): takes the edge off noise and screen grids.
void uk_pixels_blur(const uint8_t *from, int width, int height, uint8_t *to);

/// Dark where white was.
void uk_pixels_invert(uint8_t *pixels, long count);

/// Black (0) where a pixel is more than `bias` below the mean of the square of 2 * `radius` + 1 around it, else
/// white (255). A bias below 0 makes flat areas black. `columns` is room for `width` sums.
void uk_pixels_threshold(
    const uint8_t *from, int width, int height, int radius, int bias, uint8_t *to, uint32_t *columns);

// MARK: - Finder patterns

/// A square of 7 * 7 modules in a corner of a QR code, or what looks like one.
typedef struct {
    /// Its centre, in pixels; the centre of the first pixel is at 0.5.
    float x, y;
    /// Its width along the row and its height along the column through the centre, in pixels.
    float width, height;
    /// How sure it is: 4 for each row that saw it, 1 for one in which it had no quiet zone.
    int weight;
} uk_finder;

/// Looks for finder patterns (dark, light, dark, light, dark as 1:1:3:1:1, along rows and columns) in a picture of 0
/// (dark) and 255 only. Every `step`th row is looked at. Answers how many were found,
/// at most `most`; the surest first.
int uk_pixels_find(const uint8_t *picture, int width, int height, int step, uk_finder *finders, int most);

/// The distance in pixels from the centre of a finder pattern to its outer edge, which is 3.5 modules, in the direction
/// of (towardsX, towardsY); 0 when there is no dark, light, dark run.
float uk_pixels_run(
    const uint8_t *picture, int width, int height, float x, float y, float towardsX, float towardsY);

// MARK: - Modules

/// Where the plane of a code lies in a picture: a 3 * 3 matrix, row by row, that takes module coordinates (0, 0 is the
/// outer corner of the code) to pixels.
typedef struct {
    float m[9];
} uk_plane;

/// How well the brightness of `count` modules agrees with what they should be: the correlation, from -1 to 1, of their
/// brightness with `light` (1 for light modules, 0 for dark ones). 0 where there is no contrast at all.
float uk_pixels_agreement(
    const uint8_t *picture, int width, int height, const uk_plane *plane, const float *columns, const float *rows,
    const float *light, int count);

/// How far paper is bent away from the plane: a mesh of UK_MESH * UK_MESH points, evenly over the code, each with its
/// distance from where the plane has it, in modules.
enum { UK_MESH = 9 };
typedef struct {
    float columns[UK_MESH * UK_MESH], rows[UK_MESH * UK_MESH];
} uk_mesh;

/// Finds the mesh in which modules have the most contrast. It is followed step by step from the finder patterns, so that
/// no row is skipped. `size` is from 21 modules.
void uk_pixels_settle(
    const uint8_t *picture, int width, int height, const uk_plane *plane, int size, uk_mesh *mesh);

/// The brightness of all `size` * `size` modules: for each the mean of five points within it. `mesh` may be NULL.
void uk_pixels_modules(
    const uint8_t *picture, int width, int height, const uk_plane *plane, const uk_mesh *mesh, int size,
    float *brightness);

/// What each module is, 0 for dark and 255 for light: sharpened by `sharpness` times the difference to its four
/// neighbours, then compared with the mean of the square of 2 * `radius` + 1 modules around it.
/// `scratch` is room for `size` * `size` numbers.
void uk_pixels_decide(
    const float *brightness, int size, float sharpness, int radius, float *scratch, uint8_t *modules);

/// Draws modules as a picture of (size + 8) * `scale` pixels a side, with a quiet zone of 4 modules.
void uk_pixels_draw(const uint8_t *modules, int size, int scale, uint8_t *to);

#endif
