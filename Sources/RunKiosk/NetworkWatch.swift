import CProcess
import Foundation
import Kiosk
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Listens to the kernel for the network's return, on a thread of its own.
///
/// Where the kernel tells nothing (a sandbox, a container) there is none: the lanes' own probes notice it some seconds
/// later.
final class NetworkWatch: Sendable {
    private let descriptor: Int32
    private let bell: Bell
    private let isStopped = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Addresses and routes come in bursts of many messages; after the first one so much time is left for the rest.
    static let settlingTime = Duration.milliseconds(300)

    /// `nil` where the kernel tells nothing.
    static func open() -> NetworkWatch? {
        let descriptor = uk_network_watch()
        return descriptor < 0 ? nil : NetworkWatch(descriptor: descriptor)
    }

    /// - Parameter descriptor: brings the kernel's messages; closed here. `nil` when the system has no more descriptors.
    init?(descriptor: Int32) {
        guard let bell = try? Bell() else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.bell = bell
    }

    deinit { close(descriptor) }

    /// Calls `hasCome` after each burst of messages that may mean the network's return, until ``stop()``.
    func start(_ hasCome: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            watch(hasCome)
            ended.signal()
        }
        thread.name = "network"
        thread.stackSize = 1 << 18
        thread.start()
    }

    /// Ends the thread and waits for that; only after ``start(_:)``.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        bell.ring()
        _ = ended.wait(timeout: .now() + 3)
    }

    private func watch(_ hasCome: () -> Void) {
        var sources = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard poll(&sources, nfds_t(sources.count), -1) >= 0 || errno == EINTR else { return }
            if isStopped.load(ordering: .acquiring) { return }
            var isOver = false
            guard uk_network_has_come(descriptor, &isOver) else {
                if isOver { return }
                continue
            }
            bell.wait(upTo: NetworkWatch.settlingTime)
            if isStopped.load(ordering: .acquiring) { return }
            _ = uk_network_has_come(descriptor, &isOver)
            hasCome()
        }
    }
}
