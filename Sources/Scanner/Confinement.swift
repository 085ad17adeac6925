import CProcess
import Glibc

/// What the eye gives up once its reader is started.
package enum Confinement {
    /// No programs, processes, sockets or other processes' memory any more.
    /// - Throws: ``WorkerEndError``.
    package static func filterCalls() throws(WorkerEndError) {
        let status = uk_sandbox_filter(UK_FILTER_EYE)
        guard status == 0 else { throw WorkerEndError(errno: status) }
    }

    /// Opens devices and nothing else any more, where the kernel can see to that.
    /// - Throws: ``WorkerEndError``.
    package static func keepToDevices() throws(WorkerEndError) {
        let status = uk_sandbox_keep_to_devices()
        // Kernels without Landlock, or that were started without it.
        guard [0, ENOSYS, EOPNOTSUPP].contains(status) else { throw WorkerEndError(errno: status) }
    }
}
