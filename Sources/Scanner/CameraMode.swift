import CZBar

/// One way in which a camera can send frames.
package struct CameraMode: Hashable, Sendable {
    package var packing: Packing
    package var size: FrameSize
    /// `nil` when the driver does not say.
    package var interval: FrameInterval?

    package init(_ packing: Packing, _ size: FrameSize, _ interval: FrameInterval?) {
        self.packing = packing
        self.size = size
        self.interval = interval
    }

    /// How pixels become bytes, in the order of our liking where nothing else counts.
    package enum Packing: Int32, CaseIterable, Sendable {
        case yuyv, grey, uyvy, mjpeg, jpeg
        /// What libv4l2 makes of any other; for a camera that offers none of ours.
        case converted

        /// Whether the camera compresses, which costs us a decoder and it detail.
        package var isCompressed: Bool { self == .mjpeg || self == .jpeg }

        package var name: String { self == .converted ? "converted" : "\(self)".uppercased() }
    }

    /// What C is asked for; 30 frames a second of a driver that does not tell its rates.
    var wish: uk_mode {
        uk_mode(
            packing: packing.rawValue, width: Int32(size.width), height: Int32(size.height),
            interval: uk_interval(
                numerator: interval?.numerator ?? 1, denominator: interval?.denominator ?? 30))
    }
}

extension CameraMode: CustomStringConvertible {
    /// Such as `1280x720 MJPEG 30/s`.
    package var description: String {
        let rate = interval.map { " \(Int($0.rate.rounded()))/s" } ?? ""
        return "\(size) \(packing.name)\(rate)"
    }
}
