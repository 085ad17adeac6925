#if canImport(Glibc)
    import Glibc
#endif

/// Says that this process serves a data directory, until the last reference is gone.
package final class ServingLock: Sendable {
    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
