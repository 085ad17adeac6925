// A door to libqrencode: a text becomes a square of modules.
#ifndef UKETSUKE_CQRENCODE_H
#define UKETSUKE_CQRENCODE_H

/// Modules per side of the largest symbol (version 40).
enum { UK_QR_MOST_MODULES = 177 };

/// Draws `text` at error-correction level M in the smallest version that holds it, digits and capitals in
/// alphanumeric mode. `modules` receives side * side bytes, row by row, 1 for dark; it must have room for
/// UK_QR_MOST_MODULES squared. Without the quiet zone.
///
/// Returns the side, or -errno.
int uk_qr_encode(const char *text, unsigned char *modules);

#endif
