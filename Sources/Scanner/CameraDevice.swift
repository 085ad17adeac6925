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
        /// A frame was handed over.
        case frame
        /// Nothing is there, or what was there is damaged.
        case nothing
        /// The camera is gone.
        case gone
    }

    /// Opens the camera in the best of its modes, or the nearest to `size`, and starts it.
    /// - Throws: ``CameraError``.
    convenience init(path: String, size: FrameSize?) throws(CameraError) {
        let mode = try CameraProbe(path: path).bestMode(asked: size)
        try self.init(path: path, mode: mode)
    }

    /// - Throws: ``CameraError``.
    init(path: String, mode: CameraMode) throws(CameraError) {
        var opened: OpaquePointer?
        var wish = mode.wish
        let status = uk_camera_open(path, &wish, &opened)
        guard status == 0, let opened else { throw CameraError(path: path, errno: status) }
        self.path = path
        camera = opened
    }

    deinit {
        uk_camera_close(camera)
    }

    /// To be polled for `POLLIN`.
    var descriptor: Int32 { uk_camera_descriptor(camera) }

    /// Hands the newest frame that is ready to `body`; older ones are dropped, because a visitor moves.
    func take(_ body: (borrowing CameraFrame) -> Void) -> Taken {
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
        body(CameraFrame(frame))
        return .frame
    }

    private var isReadable: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents == Int16(POLLIN)
    }
}
