#include "CZLib.h"

#include <stdlib.h>
#include <zlib.h>

struct uk_gzip {
    z_stream zlib;
};

enum {
    // 15 bits of window, and 16 more for zlib to write a gzip header and trailer.
    WINDOW = 15 + 16,
    MEMORY = 8,
};

uk_gzip *uk_gzip_open(void) {
    uk_gzip *stream = calloc(1, sizeof *stream);
    if (stream == NULL) return NULL;
    if (deflateInit2(&stream->zlib, Z_BEST_SPEED, Z_DEFLATED, WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(stream);
        return NULL;
    }
    return stream;
}

int uk_gzip_write(
    uk_gzip *stream, const unsigned char *bytes, size_t length, int finish, unsigned char **out, size_t *out_length) {
    // What earlier calls left inside zlib comes on top of this call's bound; a window's worth is more than it holds.
    size_t room = deflateBound(&stream->zlib, length) + (1 << 18);
    *out = malloc(room);
    *out_length = 0;
    if (*out == NULL) return -1;
    stream->zlib.next_in = (z_const Bytef *)bytes;
    stream->zlib.avail_in = (uInt)length;
    stream->zlib.next_out = *out;
    stream->zlib.avail_out = (uInt)room;
    int result = deflate(&stream->zlib, finish ? Z_FINISH : Z_NO_FLUSH);
    *out_length = room - stream->zlib.avail_out;
    return result == (finish ? Z_STREAM_END : Z_OK) && stream->zlib.avail_in == 0 ? 0 : -1;
}

void uk_gzip_free(unsigned char *out) {
    free(out);
}

void uk_gzip_close(uk_gzip *stream) {
    if (stream == NULL) return;
    deflateEnd(&stream->zlib);
    free(stream);
}
