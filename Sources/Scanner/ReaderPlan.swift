/// What a reader is for, and what it may use.
package struct ReaderPlan: Sendable {
    /// How hard it tries.
    package var use: QRDecoder.Use
    /// Bytes that a picture may have.
    package var slotLength: Int
    /// A reader that holds a picture for longer is replaced.
    package var longestPicture: Duration
    /// Memory in bytes, beyond what a reader begins with.
    package var memory: UInt64
    /// Processor time at which the kernel ends a reader, whatever the eye does.
    package var processorSeconds: UInt64 = 3_600
    /// Pictures after which a reader is renewed, idle: hours of a camera.
    package var renewal = 500_000
    /// Processor time after which a reader is renewed, in microseconds; well below the limit.
    package var renewalTime: Int64 = 1_800_000_000

    /// Frames of a camera, up to 8192x8192.
    package static let live = ReaderPlan(
        use: .live, slotLength: 64 << 20, longestPicture: .seconds(1), memory: 512 << 20)

    /// Picture files, one after the other, with every step.
    package static let files = ReaderPlan(
        use: .still, slotLength: 256 << 20, longestPicture: .seconds(30), memory: 2 << 30)
}
