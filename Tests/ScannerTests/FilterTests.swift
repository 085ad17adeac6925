import CProcess
import Foundation
import Testing

/// What is left to a process that a picture has taken over: each deed is tried in a process that is started and
/// confined as the reader is.
@Suite(.timeLimit(.minutes(1))) struct `The reader's filter` {
    /// A system call, or several, of a reader that is no longer ours.
    enum Deed: Int, CaseIterable {
        // Allowed, because reading a picture needs them.
        case takeMemory, lookAtClock
        // Refused, so that libraries go on without.
        case openFile, writeFile, duplicate, makeCode, turnIntoCode, signalOthers, takeMuchMemory, removeFile
        // The end of it.
        case socket, program, spawn, thread, becomeSomebody

        static let allowed: [Deed] = [.takeMemory, .lookAtClock]
        static let refused: [Deed] = [
            .openFile, .writeFile, .duplicate, .makeCode, .turnIntoCode, .signalOthers, .takeMuchMemory, .removeFile,
        ]
        static let deadly: [Deed] = [.socket, .program, .spawn, .thread, .becomeSomebody]

        /// Tries it: 0, or what failed.
        func attempt() -> Int32 {
            errno = 0
            switch self {
            case .takeMemory: return mmap(nil, 1 << 20, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED ? errno : 0
            case .lookAtClock: return clock() < 0 ? errno : 0
            case .openFile: return open("/etc/passwd", O_RDONLY) < 0 ? errno : 0
            case .writeFile: return open("/dev/null", O_WRONLY) < 0 ? errno : 0
            case .duplicate: return dup(0) < 0 ? errno : 0
            case .makeCode: return mmap(nil, 4096, PROT_READ | PROT_EXEC, flags, -1, 0) == MAP_FAILED ? errno : 0
            case .turnIntoCode:
                let memory = mmap(nil, 4096, PROT_READ | PROT_WRITE, flags, -1, 0)
                return mprotect(memory, 4096, PROT_READ | PROT_EXEC) < 0 ? errno : 0
            case .signalOthers: return kill(getppid(), 0) < 0 ? errno : 0
            case .takeMuchMemory:
                return mmap(nil, 128 << 20, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED ? errno : 0
            case .removeFile: return unlink("/tmp/uketsuke-there-is-no-such-file") < 0 ? errno : 0
            case .socket: return Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) < 0 ? errno : 0
            case .program: return execv("/bin/true", [nil]) < 0 ? errno : 0
            case .spawn:
                var pid: pid_t = 0
                return posix_spawn(&pid, "/bin/true", nil, nil, [nil], nil)
            case .thread:
                var thread = pthread_t()
                return pthread_create(&thread, nil, { _ in nil }, nil)
            case .becomeSomebody: return setuid(getuid()) < 0 ? errno : 0
            }
        }

        private var flags: Int32 { MAP_PRIVATE | MAP_ANONYMOUS }
    }

    /// What came of a deed: the byte that was told, or the status with which the process ended.
    private enum End: Equatable {
        case told(Int32)
        case ended(Int32)
    }

    private func end(of deed: Deed) throws -> End {
        var readers = uk_readers(
            prepare: { _ in },
            read: { context, requests, answers in
                var byte = UInt8(truncatingIfNeeded: Deed(rawValue: Int(bitPattern: context))?.attempt() ?? 255)
                write(answers, &byte, 1)
                var entry = pollfd(fd: requests, events: Int16(POLLIN), revents: 0)
                while read(requests, &byte, 1) != 0 { poll(&entry, 1, -1) }
            },
            context: UnsafeMutableRawPointer(bitPattern: deed.rawValue), bytes: 64 << 20, seconds: 60)
        var nursery = uk_nursery()
        try #require(uk_nursery_start(&readers, &nursery) == 0)
        defer { uk_nursery_end(&nursery) }
        var end: End?
        _ = eventually {
            var byte: UInt8 = 0
            var (status, hasEnded): (Int32, Bool) = (0, false)
            if read(nursery.answers, &byte, 1) == 1 { end = .told(Int32(byte)) }
            while uk_nursery_status(&nursery, &status, &hasEnded) {
                if status != Int32(UK_NURSERY_FIRST) { end = end ?? .ended(status) }
            }
            return end != nil
        }
        return try #require(end)
    }

    @Test(arguments: Deed.allowed) func `what reading needs goes on`(deed: Deed) throws {
        #expect(try end(of: deed) == .told(0))
    }

    @Test(arguments: Deed.refused) func `what it has no business with fails`(deed: Deed) throws {
        let reason = deed == .takeMuchMemory ? ENOMEM : EPERM
        #expect(try end(of: deed) == .told(reason))
    }

    @Test(arguments: Deed.deadly) func `what only an attacker does is its end`(deed: Deed) throws {
        #expect(try end(of: deed) == .ended(128 + SIGSYS))
    }
}

/// What is left to the process that has the camera.
@Suite(.timeLimit(.minutes(1))) struct `The eye's filter` {
    /// The results of several deeds under the eye's filter, tried where the nursery would make its readers ready.
    private func results() throws -> [Int32] {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        var readers = uk_readers(
            prepare: { context in
                var results: [Int32] = [uk_sandbox_filter(UK_FILTER_EYE)]
                results.append(open("/etc/passwd", O_RDONLY) < 0 ? errno : 0)
                results.append(uk_sandbox_keep_to_devices())
                results.append(open("/etc/passwd", O_RDONLY) < 0 ? errno : 0)
                results.append(open("/dev/null", O_RDWR) < 0 ? errno : 0)
                results.append(Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) < 0 ? errno : 0)
                results.append(execv("/bin/true", [nil]) < 0 ? errno : 0)
                var key: UInt8 = 0
                results.append(ioctl(0, UInt(TIOCSTI), &key) < 0 ? errno : 0)
                results.append(ioctl(0, UInt(TIOCGWINSZ), &key) < 0 ? errno : 0)
                write(Int32(Int(bitPattern: context)), results, results.count * 4)
            },
            read: { _, _, _ in }, context: UnsafeMutableRawPointer(bitPattern: Int(ends[1])), bytes: 64 << 20,
            seconds: 60)
        var nursery = uk_nursery()
        try #require(uk_nursery_start(&readers, &nursery) == 0)
        defer { uk_nursery_end(&nursery) }
        var results = [Int32](repeating: -1, count: 9)
        try #require(read(ends[0], &results, results.count * 4) == results.count * 4)
        return results
    }

    @Test func `it opens devices and starts nothing`() throws {
        let results = try results()
        #expect(results[0...1] == [0, 0])
        // Nothing is typed into what may be a terminal; any other request goes to the device.
        #expect(results[4...] == [0, EPERM, EPERM, EPERM, ENOTTY])
        let hasLandlock = results[2] == 0
        #expect(hasLandlock || results[2] == ENOSYS)
        #expect(results[3] == (hasLandlock ? EACCES : 0))
    }
}
