import Glibc

/// Why a camera gives no pictures.
package enum CameraError: Error, Hashable, CustomStringConvertible {
    /// No device of that name, or with `auto` none at all.
    case absent(String)
    /// A device, but not one that sends pictures.
    case noCamera(String)
    case denied(String)
    /// Another program holds it.
    case busy(String)
    /// It was there and is gone.
    case unplugged(String)
    /// It is there and has stopped sending frames.
    case stalled(String)
    /// It sends frames that are damaged, one after the other.
    case garbled(String)
    case failed(String, errno: Int32)

    init(path: String, errno code: Int32) {
        switch code {
        case ENOENT, ENXIO, ENODEV: self = .absent(path)
        case ENOTTY, EINVAL: self = .noCamera(path)
        case EACCES, EPERM: self = .denied(path)
        case EBUSY: self = .busy(path)
        default: self = .failed(path, errno: code)
        }
    }

    package var description: String {
        switch self {
        case .absent(let path): "There is no camera at \(path); plug it in, or name another one (--list shows them)."
        case .noCamera(let path): "\(path) sends no pictures; name another device (--list shows the cameras)."
        case .denied(let path): "\(path) may not be opened; add this program's user to the group \"video\"."
        case .busy(let path): "\(path) is used by another program; end that program."
        case .unplugged(let path): "The camera at \(path) was unplugged; plug it in again."
        case .stalled(let path): "The camera at \(path) has stopped sending pictures; if this stays so, replug it."
        case .garbled(let path): "The camera at \(path) sends damaged pictures; check its cable."
        case .failed(let path, let code):
            "The camera at \(path) cannot be started (\(String(cString: strerror(code)))); replug it."
        }
    }
}
