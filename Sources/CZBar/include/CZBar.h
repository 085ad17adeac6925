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

// MARK: - Cameras

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

/// The longest name of a camera, with its final zero byte.
enum { UK_CAMERA_NAME = 33 };

/// Whether `path` is a device that can send pictures: 0, and its name; else the errno that says why not
/// (ENOENT: no such device; ENOTTY: no camera; EACCES; EBUSY …).
int uk_camera_probe(const char *path, char name[UK_CAMERA_NAME]);

/// Opens the camera and starts it, asking for about this size. 0, or an errno.
int uk_camera_open(const char *path, int width, int height, uk_camera **camera);

/// To be polled for POLLIN; POLLERR or POLLHUP means that the camera is gone.
int uk_camera_descriptor(const uk_camera *camera);

/// Takes the oldest frame that is ready: 0, EAGAIN when there is none, ENODEV when the camera is gone, EIO for a frame
/// that was lost. Each frame taken must be released before the next call.
int uk_camera_take(uk_camera *camera, uk_frame *frame);
void uk_camera_release(uk_camera *camera);

/// Copies the brightness of a frame that is not JPEG to `pixels`, width * height bytes.
void uk_frame_copy(const uk_frame *frame, unsigned char *pixels);

/// Stops the camera and gives it back; NULL is allowed.
void uk_camera_close(uk_camera *camera);

#endif
