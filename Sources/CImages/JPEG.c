#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include "Decoders.h"

// A progressive picture of a few kilobytes can ask for thousands of passes over millions of pixels.
enum { MOST_SCANS = 100 };

struct reader {
    struct jpeg_decompress_struct codec;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf failed;
};

static void fail(j_common_ptr codec) {
    struct reader *reader = codec->client_data;
    longjmp(reader->failed, 1);
}

static void say_nothing(j_common_ptr codec) { (void)codec; }

static void watch_scans(j_common_ptr codec) {
    if (((j_decompress_ptr)codec)->input_scan_number > MOST_SCANS) fail(codec);
}

static int read_rows(struct reader *reader, uk_grey *image) {
    j_decompress_ptr codec = &reader->codec;
    int status = uk_images_allocate(image, codec->image_width, codec->image_height);
    if (status != UK_IMAGES_OK) return status;
    codec->out_color_space = JCS_GRAYSCALE;
    codec->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(codec);
    while (codec->output_scanline < codec->output_height) {
        JSAMPROW row = image->pixels + (size_t)codec->output_scanline * (size_t)image->width;
        jpeg_read_scanlines(codec, &row, 1);
    }
    return UK_IMAGES_OK;
}

int uk_images_decode_jpeg(const unsigned char *bytes, size_t length, uk_grey *image) {
    struct reader reader;
    memset(&reader, 0, sizeof reader);
    reader.codec.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = fail;
    reader.errors.output_message = say_nothing;
    reader.progress.progress_monitor = watch_scans;
    reader.codec.client_data = &reader;
    if (setjmp(reader.failed) != 0) {
        jpeg_destroy_decompress(&reader.codec);
        return UK_IMAGES_DAMAGED;
    }
    jpeg_create_decompress(&reader.codec);
    reader.codec.progress = &reader.progress;
    jpeg_mem_src(&reader.codec, bytes, length);
    jpeg_read_header(&reader.codec, TRUE);
    int status = read_rows(&reader, image);
    jpeg_destroy_decompress(&reader.codec);
    return status;
}
