import CZBar
import Glibc

/// An open camera that sends frames. It is given back when the last reference goes.
final class CameraDevice {
    let path: String
    private let camera: OpaquePointer

    /// Frames that a driver queues: as many may be old by the time they are looked at.
    private static let mostQueued = 4

    /// What a try to take a frame gave.
    enum Taken {
        /// A frame was written to the image.
        case frame
        /// Nothing is there, or what was there is damaged.
        case nothing
        /// The camera is gone.
        case gone
    }

    /// Opens and starts the camera.
    /// - Throws: ``CameraError``.
    init(path: String, size: FrameSize) throws(CameraError) {
        var opened: OpaquePointer?
        let status = uk_camera_open(path, Int32(size.width), Int32(size.height), &opened)
        guard status == 0, let opened else { throw CameraError(path: path, errno: status) }
        self.path = path
        camera = opened
    }

    deinit {
        uk_camera_close(camera)
    }

    /// To be polled for `POLLIN`.
    var descriptor: Int32 { uk_camera_descriptor(camera) }

    /// Writes the newest frame that is ready to `image`; older ones are dropped, because a visitor moves.
    func take(into image: inout GreyImage) -> Taken {
        var frame = uk_frame()
        var status = uk_camera_take(camera, &frame)
        var dropped = 0
        while status == 0, dropped < CameraDevice.mostQueued, isReadable {
            uk_camera_release(camera)
            status = uk_camera_take(camera, &frame)
            dropped += 1
        }
        guard status == 0 else { return status == ENODEV ? .gone : .nothing }
        defer { uk_camera_release(camera) }
        return copy(frame, to: &image) ? .frame : .nothing
    }

    private func copy(_ frame: uk_frame, to image: inout GreyImage) -> Bool {
        guard frame.layout == UK_FRAME_BRIGHTNESS else {
            let bytes = UnsafeBufferPointer(start: frame.bytes, count: frame.length)
            guard let decoded = try? GreyImage(decoding: bytes) else { return false }
            image = decoded
            return true
        }
        image.refill(width: Int(frame.width), height: Int(frame.height)) { pixels in
            withUnsafePointer(to: frame) { uk_frame_copy($0, pixels.baseAddress) }
        }
        return true
    }

    private var isReadable: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents == Int16(POLLIN)
    }
}
