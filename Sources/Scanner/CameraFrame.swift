import CZBar

/// One frame of a camera, borrowed for the time of the call that gets it.
struct CameraFrame: ~Copyable {
    private let frame: uk_frame

    init(_ frame: uk_frame) {
        self.frame = frame
    }

    /// As the camera says; a JPEG may say otherwise.
    var size: FrameSize { FrameSize(width: Int(frame.width), height: Int(frame.height)) }

    /// The bytes of a picture that the camera has compressed, undecoded and not to be trusted; `nil` for any other.
    var jpeg: UnsafeBufferPointer<UInt8>? {
        guard frame.layout == UK_FRAME_JPEG else { return nil }
        return UnsafeBufferPointer(start: frame.bytes, count: frame.length)
    }

    /// Copies the brightness of a frame that is not JPEG: one byte per pixel, rows from the top without padding.
    ///
    /// `pixels` must have room for all of ``size``.
    func copyBrightness(to pixels: UnsafeMutableBufferPointer<UInt8>) {
        precondition(jpeg == nil && pixels.count >= size.area)
        withUnsafePointer(to: frame) { uk_frame_copy($0, pixels.baseAddress) }
    }
}
