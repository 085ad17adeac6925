import CProcess
import Glibc

/// What the eye gives up.
package enum Confinement {
    /// No core dumps, no looks into its memory and no new rights any more; also for the reader, if it is started later.
    /// - Throws: ``WorkerEndError``.
    package static func keepMemoryPrivate() throws(WorkerEndError) {
        let status = uk_process_confine()
        guard status == 0 else { throw WorkerEndError(errno: status) }
    }

    /// No programs, processes, sockets or other processes' memory any more. Only once the reader is started.
    /// - Throws: ``WorkerEndError``.
    package static func filterCalls() throws(WorkerEndError) {
        let status = uk_sandbox_filter(UK_FILTER_EYE)
        guard status == 0 else { throw WorkerEndError(errno: status) }
    }

    /// Opens devices and nothing else any more, where the kernel can see to that.
    /// - Throws: ``WorkerEndError``.
    package static func keepToDevices() throws(WorkerEndError) {
        let status = uk_sandbox_keep_to_devices()
        guard status == 0 || status == ENOSYS else { throw WorkerEndError(errno: status) }
    }
}
