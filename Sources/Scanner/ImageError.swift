import CImages

/// Why a picture could not be read.
package enum ImageError: Error, Hashable, CustomStringConvertible {
    case unreadable, tooLarge, unknownFormat, damaged, outOfMemory

    init(status: Int32) {
        switch Int(status) {
        case Int(UK_IMAGES_UNREADABLE): self = .unreadable
        case Int(UK_IMAGES_TOO_LARGE): self = .tooLarge
        case Int(UK_IMAGES_UNKNOWN_FORMAT): self = .unknownFormat
        case Int(UK_IMAGES_OUT_OF_MEMORY): self = .outOfMemory
        default: self = .damaged
        }
    }

    package var description: String {
        switch self {
        case .unreadable: "The picture cannot be opened; check that it is a file and that this program may read it."
        case .tooLarge: "The picture has more than 64 megapixels; make it smaller."
        case .unknownFormat: "The file is no PNG, JPEG, PGM (P5) or PPM (P6) picture; convert it to one of these."
        case .damaged: "The picture is damaged or cut short; make it again."
        case .outOfMemory: "There is not enough memory for the picture; make it smaller."
        }
    }
}
