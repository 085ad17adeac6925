import Foundation

extension Process {
    /// Sees to it that a crash leaves no copy of visitors' data on the disk.
    static func forbidCoreDumps() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }
}
