import CZBar

/// Which camera to use.
package enum CameraChoice: Hashable, Sendable {
    /// The first `/dev/video…` that can be opened.
    case auto
    case path(String)

    /// Reads what is written after `--device`; `nil` for nothing.
    package init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self = text == "auto" ? .auto : .path(text)
    }

    /// Opens the camera, asking for `size`.
    /// - Throws: ``CameraError``; for `auto` what is wrong with the first camera there is, `absent` if there is none.
    func open(_ size: FrameSize) throws(CameraError) -> CameraDevice {
        guard case .path(let path) = self else { return try CameraChoice.openFirst(size) }
        return try CameraDevice(path: path, size: size)
    }

    private static func openFirst(_ size: FrameSize) throws(CameraError) -> CameraDevice {
        var first: CameraError?
        for path in paths {
            do {
                return try CameraDevice(path: path, size: size)
            } catch .absent, .noCamera {
                // Many a camera has a second device that sends no pictures.
                continue
            } catch {
                first = first ?? error
            }
        }
        throw first ?? .absent("/dev/video*")
    }
}

// MARK: - What there is

extension CameraChoice {
    /// A camera of this machine.
    package struct Camera: Hashable, Sendable {
        /// Its device, such as `/dev/video0`.
        package var path: String
        /// What it calls itself.
        package var name: String
    }

    /// Linux numbers video devices from 0 to 63 unless it is told otherwise; trying one that is not there costs nothing.
    private static let paths = (0..<64).map { "/dev/video\($0)" }

    /// The cameras of this machine that may be opened, in order of their numbers.
    package static func cameras() -> [Camera] {
        paths.compactMap { path in
            var name = [CChar](repeating: 0, count: Int(UK_CAMERA_NAME))
            guard uk_camera_probe(path, &name) == 0 else { return nil }
            let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return Camera(path: path, name: String(decoding: bytes, as: UTF8.self))
        }
    }
}
