// A door to zlib: bytes in, a gzip stream out, piece by piece.
#ifndef UKETSUKE_CZLIB_H
#define UKETSUKE_CZLIB_H

#include <stddef.h>

typedef struct uk_gzip uk_gzip;

/// A new stream (uk_gzip_close); NULL when there is no memory.
uk_gzip *uk_gzip_open(void);

/// Compresses the next bytes. `out` receives what is ready, to be given back with uk_gzip_free; it may be nothing until
/// `finish` is not 0, which ends the stream.
///
/// Returns 0, or -1 when there is no memory or the stream has ended.
int uk_gzip_write(
    uk_gzip *stream, const unsigned char *bytes, size_t length, int finish, unsigned char **out, size_t *out_length);

/// Gives back what uk_gzip_write handed out; NULL is allowed.
void uk_gzip_free(unsigned char *out);

void uk_gzip_close(uk_gzip *stream);

#endif
