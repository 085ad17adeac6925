#include <math.h>
#include <stdlib.h>
#include <zbar.h>

#include "CZBar.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

// libzbar 0.23 grows by up to 0.4 kB per code found unless its scanner is made anew.
enum { MOST_SCANS = 1000 };
// More codes than anybody shows to a camera on purpose.
enum { MOST_CODES = 32 };

static const unsigned long grey = 'Y' | '8' << 8 | '0' << 16 | (unsigned long)'0' << 24;

struct uk_scanner {
    zbar_image_scanner_t *zbar;
    zbar_image_t *image;
    int scans;
    int count;
    const zbar_symbol_t *codes[MOST_CODES];
};

// The result cache stays off: with it, one structured-append code can end the process.
static zbar_image_scanner_t *create_zbar(void) {
    zbar_image_scanner_t *zbar = zbar_image_scanner_create();
    if (zbar == NULL) return NULL;
    zbar_image_scanner_set_config(zbar, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(zbar, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(zbar, ZBAR_NONE, ZBAR_CFG_X_DENSITY, 1);
    zbar_image_scanner_set_config(zbar, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, 1);
    return zbar;
}

uk_scanner *uk_scanner_create(void) {
    // Below 0, so that not even the messages of level 0 reach stderr.
    zbar_set_verbosity(-1);
    uk_scanner *scanner = calloc(1, sizeof *scanner);
    if (scanner == NULL) return NULL;
    scanner->zbar = create_zbar();
    scanner->image = zbar_image_create();
    if (scanner->zbar == NULL || scanner->image == NULL) {
        uk_scanner_destroy(scanner);
        return NULL;
    }
    zbar_image_set_format(scanner->image, grey);
    return scanner;
}

// Lets go of the last scan's codes and of the pixels, which belong to somebody else.
static void forget(uk_scanner *scanner) {
    scanner->count = 0;
    zbar_image_scanner_recycle_image(scanner->zbar, scanner->image);
    zbar_image_set_data(scanner->image, NULL, 0, NULL);
}

void uk_scanner_destroy(uk_scanner *scanner) {
    if (scanner == NULL) return;
    if (scanner->zbar != NULL && scanner->image != NULL) forget(scanner);
    if (scanner->image != NULL) zbar_image_destroy(scanner->image);
    if (scanner->zbar != NULL) zbar_image_scanner_destroy(scanner->zbar);
    free(scanner);
}

static void renew(uk_scanner *scanner) {
    if (++scanner->scans < MOST_SCANS) return;
    zbar_image_scanner_t *fresh = create_zbar();
    if (fresh == NULL) return;
    zbar_image_scanner_destroy(scanner->zbar);
    scanner->zbar = fresh;
    scanner->scans = 0;
#ifdef __GLIBC__
    // What a picture full of patterns has needed lies in pieces between what stays; it goes back to the system.
    malloc_trim(0);
#endif
}

int uk_scanner_scan(uk_scanner *scanner, const unsigned char *pixels, int width, int height) {
    forget(scanner);
    renew(scanner);
    if (width <= 0 || height <= 0) return -1;
    zbar_image_set_size(scanner->image, (unsigned)width, (unsigned)height);
    zbar_image_set_data(scanner->image, pixels, (unsigned long)width * (unsigned long)height, NULL);
    if (zbar_scan_image(scanner->zbar, scanner->image) < 0) return -1;
    const zbar_symbol_t *symbol = zbar_image_first_symbol(scanner->image);
    for (; symbol != NULL && scanner->count < MOST_CODES; symbol = zbar_symbol_next(symbol)) {
        if (zbar_symbol_get_type(symbol) == ZBAR_QRCODE) scanner->codes[scanner->count++] = symbol;
    }
    return scanner->count;
}

const char *uk_scanner_text(const uk_scanner *scanner, int index, size_t *length) {
    *length = 0;
    if (index < 0 || index >= scanner->count) return NULL;
    *length = zbar_symbol_get_data_length(scanner->codes[index]);
    return zbar_symbol_get_data(scanner->codes[index]);
}

double uk_scanner_side(const uk_scanner *scanner, int index) {
    if (index < 0 || index >= scanner->count) return 0;
    const zbar_symbol_t *code = scanner->codes[index];
    unsigned corners = zbar_symbol_get_loc_size(code);
    // The shoelace formula.
    double twice = 0;
    for (unsigned i = 0; i < corners; i++) {
        unsigned next = (i + 1) % corners;
        twice += (double)zbar_symbol_get_loc_x(code, i) * zbar_symbol_get_loc_y(code, next)
            - (double)zbar_symbol_get_loc_x(code, next) * zbar_symbol_get_loc_y(code, i);
    }
    return sqrt(fabs(twice) / 2);
}
