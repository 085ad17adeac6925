import Crypto
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

extension SymmetricKey {
    /// Keeps the pages that hold the key out of the swap and out of dumps, as far as the system's limits (RLIMIT_MEMLOCK)
    /// let it. They stay so until the process ends: other keys may lie on them.
    func keepInMemory() {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            mlock(start, bytes.count)
            let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
            let address = UInt(bitPattern: start)
            let first = address & ~(page - 1)
            guard let pages = UnsafeMutableRawPointer(bitPattern: first) else { return }
            madvise(pages, Int(address - first) + bytes.count, MADV_DONTDUMP)
        }
    }
}
