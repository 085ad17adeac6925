/// What a reader is asked to do with one picture.
struct ReaderRequest: Equatable {
    /// How the picture lies in the slot.
    enum Picture: Equatable {
        /// One byte per pixel, rows from the top without padding.
        case pixels(FrameSize)
        /// The bytes of a picture file, still to be decoded.
        case file(length: Int)
    }

    var picture: Picture
    /// How long further steps may be begun after the start; `nil` for as long as it takes.
    var budget: Duration?
    /// A preview of at most this size is wanted.
    var preview: FrameSize?
    /// Nothing of earlier pictures is to be remembered.
    var forgets = false
}

extension Duration {
    /// This duration in whole microseconds; the rest is dropped.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}
