import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What the threads of a ``FaultProxy`` share; ends when ``stop()`` is called.
final class Switchboard: Sendable {
    private struct State {
        var mode = FaultProxy.Mode.pass
        /// Counts changes of mode, so that a cut counts its bytes anew.
        var generation = 0
        var links: [ObjectIdentifier: Link] = [:]
        var accepted = 0
        var isStopped = false
        /// Bound always, so that nobody else takes the port; listening unless connections are to be refused.
        var listener: Int32
        /// Where new connections lead.
        var upstream: UInt16
    }

    private let state: Mutex<State>
    private let port: UInt16

    init(listener: Int32, port: UInt16, upstream: UInt16) {
        state = Mutex(State(listener: listener, upstream: upstream))
        self.port = port
    }

    var accepted: Int { state.withLock { $0.accepted } }
    var standing: Int { state.withLock { $0.links.count } }
    var isStopped: Bool { state.withLock { $0.isStopped } }
    var modeAndGeneration: (FaultProxy.Mode, Int) { state.withLock { ($0.mode, $0.generation) } }

    func setMode(_ mode: FaultProxy.Mode) {
        state.withLock { state in
            let wasRefusing = state.mode == .refuse
            state.mode = mode
            state.generation += 1
            guard wasRefusing != (mode == .refuse) else { return }
            // A listening socket cannot go back to being only bound: another one takes its place on the same port.
            LoopbackSocket.shutDown(state.listener)
            close(state.listener)
            state.listener = (try? LoopbackSocket.bind(port: port)) ?? -1
            if mode != .refuse { Glibc.listen(state.listener, 128) }
        }
    }

    func lead(to upstream: UInt16) {
        state.withLock { $0.upstream = upstream }
    }

    func closeConnections() {
        for link in state.withLock({ $0.links.values }) { link.close() }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            LoopbackSocket.shutDown(state.listener)
            close(state.listener)
            state.listener = -1
        }
        closeConnections()
    }

    func acceptForever() {
        while true {
            let (listener, isStopped) = state.withLock { ($0.listener, $0.isStopped) }
            if isStopped { return }
            var ready = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            // Short waits, because closing a descriptor does not wake whoever polls it.
            guard poll(&ready, 1, 20) > 0, ready.revents & Int16(POLLIN) != 0 else {
                usleep(2_000)
                continue
            }
            let client = state.withLock { $0.listener == listener ? accept(listener, nil, nil) : -1 }
            guard client >= 0 else { continue }
            Thread.detachNewThread { self.serve(client) }
        }
    }

    private func serve(_ client: Int32) {
        let upstream = state.withLock { state in
            state.accepted += 1
            return state.upstream
        }
        guard let server = try? LoopbackSocket.connect(port: upstream) else { return LoopbackSocket.reset(client) }
        let link = Link(client: client, server: server)
        state.withLock { $0.links[ObjectIdentifier(link)] = link }
        if isStopped { link.close() }
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            self.pump(from: client, to: server, of: link, .requests)
            isDone.signal()
        }
        pump(from: server, to: client, of: link, .answers)
        isDone.wait()
        state.withLock { _ = $0.links.removeValue(forKey: ObjectIdentifier(link)) }
        LoopbackSocket.reset(client)
        close(server)
    }

    /// Moves bytes until one side ends, a cut is due or the link is closed; then ends both directions.
    private func pump(
        from source: Int32, to sink: Int32, of link: Link, _ direction: FaultProxy.Direction
    ) {
        defer { link.close() }
        var counted = (generation: -1, bytes: 0)
        while let piece = LoopbackSocket.read(source) {
            let (mode, generation) = waitOutStall(link)
            if link.isClosed { return }
            if counted.generation != generation { counted = (generation, 0) }
            switch mode {
            case .cut(let most, direction):
                LoopbackSocket.write(sink, piece.prefix(max(0, most - counted.bytes)))
                counted.bytes += piece.count
                if counted.bytes >= most { return }
            case .drop(direction): break
            case .reset: return link.abort()
            case .throttle(let rate):
                guard trickle(piece, to: sink, of: link, rate) else { return }
            case .delay(let wait):
                usleep(UInt32(wait / .microseconds(1)))
                guard LoopbackSocket.write(sink, piece) else { return }
            default:
                guard LoopbackSocket.write(sink, piece) else { return }
            }
        }
    }

    /// Writes at that rate, in tenths of a second, as long as the mode stays.
    private func trickle(_ piece: [UInt8], to sink: Int32, of link: Link, _ rate: Int) -> Bool {
        let step = max(1, rate / 10)
        for start in stride(from: 0, to: piece.count, by: step) {
            let slice = piece[start..<min(start + step, piece.count)]
            if modeAndGeneration.0 == .throttle(bytesPerSecond: rate) { usleep(UInt32(1_000_000 * slice.count / rate)) }
            guard !link.isClosed, LoopbackSocket.write(sink, slice) else { return false }
        }
        return true
    }

    private func waitOutStall(_ link: Link) -> (FaultProxy.Mode, Int) {
        while true {
            let now = modeAndGeneration
            if now.0 != .stall || link.isClosed { return now }
            usleep(2_000)
        }
    }
}

/// One connection through the proxy. Its descriptors are closed by the thread that serves it, after both directions
/// ended.
private final class Link: Sendable {
    private let client: Int32
    private let server: Int32
    private let closed = Atomic(false)

    init(client: Int32, server: Int32) {
        self.client = client
        self.server = server
    }

    var isClosed: Bool { closed.load(ordering: .acquiring) }

    /// Ends it so that the client sees a reset: the descriptor is closed with unsent bytes thrown away, and nothing says
    /// goodbye before that.
    func abort() {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        shutdown(client, Int32(SHUT_RD))
        LoopbackSocket.shutDown(server)
    }

    func close() {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        LoopbackSocket.shutDown(client)
        LoopbackSocket.shutDown(server)
    }
}
