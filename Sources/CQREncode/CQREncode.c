#include "CQREncode.h"

#include <errno.h>
#include <qrencode.h>
#include <stddef.h>

int uk_qr_encode(const char *text, unsigned char *modules) {
    // The 8-bit hint with case sensitivity lets the library choose the densest mode by itself.
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL) return -(errno != 0 ? errno : EINVAL);
    int side = code->width;
    for (int i = 0; i < side * side; i++) modules[i] = code->data[i] & 1;
    QRcode_free(code);
    return side;
}
