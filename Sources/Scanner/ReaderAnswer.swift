package import Reception

/// What a reader says about one picture.
package struct ReaderAnswer: Equatable, Sendable {
    /// Whether the bytes were a picture at all.
    package var isPicture = true
    package var reading = FrameReading()
    package var preview: ScanLine.Preview?
    /// Processor time of decoding the picture file, in microseconds; 0 for pixels.
    package var decodingTime: Int64 = 0
    /// Processor time of looking for codes, in microseconds.
    package var readingTime: Int64 = 0

    package init() {}
}
