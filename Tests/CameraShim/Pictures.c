#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "Shim.h"

/// A file's bytes, and where its grey pixels begin, or NULL for a JPEG, which is served as it is.
struct picture {
    unsigned char *bytes;
    size_t length;
    const unsigned char *pixels;
    uint32_t width, height;
};

static void discard(struct picture *picture) { free(picture->bytes); }

static unsigned char *read_file(const char *path, size_t *length) {
    int file = (int)shim_raw(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return NULL;
    struct stat about;
    unsigned char *bytes = fstat(file, &about) == 0 ? malloc((size_t)about.st_size + 1) : NULL;
    size_t done = 0;
    while (bytes != NULL && done < (size_t)about.st_size) {
        long count = shim_raw(SYS_read, file, bytes + done, (size_t)about.st_size - done);
        if (count <= 0) break;
        done += (size_t)count;
    }
    shim_raw(SYS_close, file);
    if (bytes != NULL) bytes[done] = 0;
    *length = done;
    return bytes;
}

static bool read_pgm(struct picture *picture) {
    uint32_t most = 0;
    int header = 0;
    if (sscanf((const char *)picture->bytes, "P5 %u %u %u%n", &picture->width, &picture->height, &most, &header) != 3)
        return false;
    if (most != 255 || picture->width > 8192 || picture->height > 8192) return false;
    picture->pixels = picture->bytes + header + 1;
    return (size_t)header + 1 + (size_t)picture->width * picture->height <= picture->length;
}

// The size as the first frame header says it. A damaged picture has none, which is no fault of it here.
static void read_jpeg_size(struct picture *picture) {
    const unsigned char *bytes = picture->bytes;
    for (size_t at = 2; at + 9 < picture->length && bytes[at] == 0xFF;) {
        unsigned marker = bytes[at + 1];
        if (marker >= 0xC0 && marker <= 0xC2) {
            picture->height = (uint32_t)bytes[at + 5] << 8 | bytes[at + 6];
            picture->width = (uint32_t)bytes[at + 7] << 8 | bytes[at + 8];
            return;
        }
        at += 2 + ((size_t)bytes[at + 2] << 8 | bytes[at + 3]);
    }
}

static bool load(const char *path, struct picture *picture) {
    memset(picture, 0, sizeof *picture);
    picture->bytes = read_file(path, &picture->length);
    if (picture->bytes == NULL) return false;
    if (picture->length > 2 && memcmp(picture->bytes, "P5", 2) == 0) {
        if (read_pgm(picture)) return true;
        discard(picture);
        return false;
    }
    read_jpeg_size(picture);
    return true;
}

static int is_picture(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && (strcmp(dot, ".pgm") == 0 || strcmp(dot, ".jpg") == 0);
}

static void list_folder(struct device *device, const char *folder) {
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_picture, alphasort);
    if (count <= 0) return;
    device->files = calloc((size_t)count, sizeof *device->files);
    for (int index = 0; index < count; index++) {
        if (asprintf(&device->files[device->file_count], "%s/%s", folder, entries[index]->d_name) > 0)
            device->file_count++;
        free(entries[index]);
    }
    free(entries);
}

bool shim_find_pictures(struct device *device, uint32_t *width, uint32_t *height) {
    const char *live = shim_setting(device->number, "LIVE", NULL);
    const char *frames = shim_setting(device->number, "FRAMES", live);
    struct stat about;
    if (frames == NULL) return false;
    if (device->files == NULL && stat(frames, &about) == 0 && S_ISDIR(about.st_mode)) list_folder(device, frames);
    struct picture first;
    if (!load(device->file_count > 0 ? device->files[0] : frames, &first)) return false;
    *width = first.width == 0 ? 640 : first.width;
    *height = first.height == 0 ? 480 : first.height;
    discard(&first);
    return true;
}

static const char *next_path(const struct device *device) {
    const char *live = shim_setting(device->number, "LIVE", NULL);
    if (live != NULL) return live;
    if (device->file_count == 0) return shim_setting(device->number, "FRAMES", "");
    long repeat = shim_number(device->number, "REPEAT", 1);
    return device->files[device->served / (repeat > 0 ? repeat : 1) % device->file_count];
}

size_t shim_row_bytes(uint32_t fourcc, uint32_t width) {
    if (fourcc == V4L2_PIX_FMT_MJPEG) return 0;
    return fourcc == V4L2_PIX_FMT_YUYV || fourcc == V4L2_PIX_FMT_UYVY ? (size_t)width * 2 : width;
}

size_t shim_frame_bytes(uint32_t fourcc, uint32_t width, uint32_t height) {
    size_t pixels = (size_t)width * height;
    if (fourcc == V4L2_PIX_FMT_GREY) return pixels;
    return fourcc == V4L2_PIX_FMT_NV12 ? pixels + pixels / 2 : pixels * 2;
}

// The middle of the picture in the middle of the frame, whichever is larger.
static void pack(const struct device *device, const struct picture *picture, unsigned char *out) {
    bool has_colour = device->fourcc == V4L2_PIX_FMT_YUYV || device->fourcc == V4L2_PIX_FMT_UYVY;
    size_t step = has_colour ? 2 : 1, offset = device->fourcc == V4L2_PIX_FMT_UYVY ? 1 : 0;
    size_t width = device->width < picture->width ? device->width : picture->width;
    size_t height = device->height < picture->height ? device->height : picture->height;
    size_t left = (device->width - width) / 2, top = (device->height - height) / 2;
    size_t skipped = (picture->height - height) / 2 * picture->width + (picture->width - width) / 2;
    memset(out, 128, shim_frame_bytes(device->fourcc, device->width, device->height));
    for (size_t y = 0; y < height; y++) {
        const unsigned char *from = picture->pixels + skipped + y * picture->width;
        unsigned char *row = out + ((y + top) * device->width + left) * step + offset;
        for (size_t x = 0; x < width; x++) row[x * step] = from[x];
    }
}

size_t shim_write_frame(struct device *device, unsigned char *out, size_t room) {
    struct picture picture;
    size_t whole = shim_frame_bytes(device->fourcc, device->width, device->height), used = 0;
    if (whole > room || !load(next_path(device), &picture)) return 0;
    if (device->fourcc == V4L2_PIX_FMT_MJPEG) {
        used = picture.length < room ? picture.length : room;
        memcpy(out, picture.bytes, used);
    } else if (picture.pixels != NULL) {
        pack(device, &picture, out);
        used = whole;
    }
    discard(&picture);
    return used;
}
