// A door to libzbar: reading QR codes from grey pixels, and frames from a camera.
//
// Nothing here writes to stderr. libzbar's own assertions still end the process, which is why all of this runs in a
// worker that can be started again.
#ifndef UKETSUKE_CZBAR_H
#define UKETSUKE_CZBAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: - Codes

/// Reads QR codes, and no other kind. Not for two threads at once.
typedef struct uk_scanner uk_scanner;

/// NULL when there is no memory.
uk_scanner *uk_scanner_create(void);
void uk_scanner_destroy(uk_scanner *scanner);

/// Scans width * height grey bytes, which must stay in place only during the call.
/// Answers how many codes were found, or -1 when the picture could not be scanned.
int uk_scanner_scan(uk_scanner *scanner, const unsigned char *pixels, int width, int height);

/// What the code at `index` of the last scan says: `length` bytes of any value, valid until the next scan.
const char *uk_scanner_text(const uk_scanner *scanner, int index, size_t *length);

/// The length of a side of the code at `index`, in pixels; 0 where libzbar does not tell.
double uk_scanner_side(const uk_scanner *scanner, int index);

// MARK: - What a camera offers

/// How a camera packs a picture, in the order of our liking where nothing else counts.
enum {
    UK_PACKING_YUYV,
    UK_PACKING_GREY,
    UK_PACKING_UYVY,
    UK_PACKING_MJPEG,
    UK_PACKING_JPEG,
    /// What libv4l2 makes of anything else, NV12 for one, which it does not let through; every camera offers it.
    UK_PACKING_CONVERTED,
    UK_PACKINGS,
};

/// Sizes that a camera lists: one if least and most are the same, else every `step` pixels from least to most.
typedef struct {
    int least_width, most_width, width_step;
    int least_height, most_height, height_step;
} uk_sizes;

/// From one frame to the next: numerator / denominator seconds.
typedef struct {
    uint32_t numerator, denominator;
} uk_interval;

/// Intervals that a camera lists: one, or all in between.
typedef struct {
    uk_interval shortest, longest;
} uk_intervals;

/// The longest name of a camera, with its final zero byte.
enum { UK_CAMERA_NAME = 33 };

/// A device that is looked at but not used.
typedef struct uk_probe uk_probe;

/// Opens a device that can send pictures: 0; else the errno that says why not
/// (ENOENT: no such device; ENOTTY: no camera; EACCES; EBUSY …).
int uk_probe_open(const char *path, uk_probe **probe);
void uk_probe_close(uk_probe *probe);

/// What it calls itself, up to UK_CAMERA_NAME bytes with the final zero; valid until it is closed.
const char *uk_probe_name(const uk_probe *probe);
bool uk_probe_offers(const uk_probe *probe, int packing);

/// Writes up to `most` entries and answers how many; 0 also when the driver keeps no such list.
int uk_probe_sizes(const uk_probe *probe, int packing, uk_sizes *sizes, int most);
int uk_probe_intervals(const uk_probe *probe, int packing, int width, int height, uk_intervals *intervals, int most);

/// Asks which size would come of this one and writes it; false when the driver does not say.
bool uk_probe_try(const uk_probe *probe, int packing, int *width, int *height);

// MARK: - Frames

/// An open camera that is sending frames.
typedef struct uk_camera uk_camera;

/// How the bytes of a frame are to be understood.
enum uk_frame_layout {
    /// One brightness byte every `step` bytes, from `offset`.
    UK_FRAME_BRIGHTNESS,
    /// A JPEG picture.
    UK_FRAME_JPEG,
};

/// One frame, borrowed from the camera until uk_camera_release.
typedef struct {
    enum uk_frame_layout layout;
    int width, height;
    /// Where brightness begins in a row, and the distance of one pixel and of one row to the next, in bytes.
    size_t offset, step, stride;
    const unsigned char *bytes;
    size_t length;
} uk_frame;

/// What to ask a camera for. It may answer with another size or interval, which is no error: each frame tells its size.
typedef struct {
    int packing, width, height;
    /// 0 / 0 leaves it to the camera.
    uk_interval interval;
} uk_mode;

/// Opens the camera and starts it. 0, or an errno.
int uk_camera_open(const char *path, const uk_mode *mode, uk_camera **camera);

/// To be polled for POLLIN; POLLERR or POLLHUP means that the camera is gone.
int uk_camera_descriptor(const uk_camera *camera);

/// Takes the oldest frame that is ready: 0, EAGAIN when there is none, ENODEV when the camera is gone, EIO for a frame
/// that was lost, is damaged or too short. Each frame taken must be released before the next call.
int uk_camera_take(uk_camera *camera, uk_frame *frame);
void uk_camera_release(uk_camera *camera);

/// Copies the brightness of a frame that is not JPEG to `pixels`, width * height bytes.
void uk_frame_copy(const uk_frame *frame, unsigned char *pixels);

/// Stops the camera and gives it back; NULL is allowed.
void uk_camera_close(uk_camera *camera);

#endif
