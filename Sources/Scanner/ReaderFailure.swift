import CProcess
import Glibc

/// Why there is no process that reads pictures. The worker cannot go on without one.
package enum ReaderFailure: Error, Hashable, CustomStringConvertible {
    /// It could not be started.
    case start(errno: Int32)
    /// The kernel does not confine it.
    case unconfined
    /// Its keeper has ended, or does not replace it.
    case gone

    package var description: String {
        switch self {
        case .start(let code):
            "The process that reads pictures cannot be started (\(String(cString: strerror(code)))); "
                + "give this program more memory or more processes."
        case .unconfined:
            "The process that reads pictures cannot be confined; run it under a Linux kernel ≥ 5.9 with seccomp."
        case .gone: "The process that reads pictures is gone and is not replaced; start this program again."
        }
    }
}
