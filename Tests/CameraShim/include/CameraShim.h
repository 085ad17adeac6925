// A camera, or two, inside one process: V4L2 for tests on machines that have none.
//
// LD_PRELOAD=/absolute/libcamera-shim.so V4L2SHIM_FRAMES=folder program
//
// The program opens /dev/video0 and talks to it as to a USB camera. The descriptor is a real timer, so that waiting
// for it needs no help; all else is answered here. Settings are environment variables; one that ends in _2 is about the
// second camera, which is there when V4L2SHIM_DEV_2 or V4L2SHIM_DEV_FILE_2 is set.
//
// V4L2SHIM_FRAMES     a folder of *.pgm (8-bit P5), or *.jpg where the packing is MJPG, served in the order of their
//                     names for ever; or one file. The first one sets the size
// V4L2SHIM_LIVE       one file instead, which the test replaces by rename; read anew for each frame
// V4L2SHIM_REPEAT     each file is shown for so many frames (1)
// V4L2SHIM_DEV        the device (/dev/video0); V4L2SHIM_DEV_FILE names a file that says it, read at each look
// V4L2SHIM_BYID       a folder of links that stands in for /dev/v4l/by-id
// V4L2SHIM_NAME       what the camera calls itself (v4l2shim camera)
// V4L2SHIM_FPS        frames per second (30)
// V4L2SHIM_FORMATS    packings at the size of the pictures (YUYV,GREY); of YUYV GREY UYVY NV12 MJPG
// V4L2SHIM_MODES      instead of both: FORMAT:SIZE@RATES,… where SIZE is 640x480 or a range 32x32-1920x1080/8, and RATES
//                     30, 30+15 or a range 5-30
// V4L2SHIM_USERPTR    1; 0: buffers of the program's own memory are refused
// V4L2SHIM_GONE_FILE  while this file is there the camera is unplugged
// V4L2SHIM_STALL_S    how long stall_at lasts (5)
// V4L2SHIM_LOG        1: what happens, on stderr
// V4L2SHIM_FAULT      a list with commas; V4L2SHIM_FAULT_FILE names a file that holds it, read at each look:
//                     unplug_at=N   gone after N frames            stall_at=N    nothing for STALL_S, once
//                     eio_at=N      one frame is lost              eio_from=N    every frame from there on
//                     short_at=N    from there on a third of each frame, marked as damaged;
//                     short_noflag  the same without the mark      flag_at=N     every frame marked, but whole
//                     wrong_size    320x240, whatever is wished    no_lists      sizes and intervals are not listed
//                     no_interval   intervals cannot be set
//                     open_ebusy open_eacces absent streamon_enospc reqbufs_enomem
//
// Counts start anew at each start of the stream. Not there: read(), DMABUF, controls, events, sysfs, select() and epoll
// on an unplugged camera (poll() tells POLLERR|POLLHUP), and a second descriptor for the same camera (EBUSY).
#ifndef UKETSUKE_CAMERA_SHIM_H
#define UKETSUKE_CAMERA_SHIM_H
#endif
