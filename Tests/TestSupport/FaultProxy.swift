import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A loopback TCP proxy between a kiosk and a cloud that can be told to behave like a bad network, while it runs.
///
/// It looks at no byte: TLS passes through it as it is.
package final class FaultProxy: Sendable {
    package enum Mode: Hashable, Sendable {
        case pass
        /// New connections are refused; those that stand are left alone (see ``closeConnections()``).
        case refuse
        /// Connections are accepted and nothing moves any more, in either direction, on old ones too.
        case stall
        /// Each connection ends as soon as so many bytes have gone from the cloud to the kiosk since the mode was set;
        /// with 0 requests arrive and answers do not.
        case cut(afterBytes: Int)
        /// Every piece waits so long before it is passed on.
        case delay(Duration)
    }

    /// Where it listens.
    package let port: UInt16
    private let switchboard: Switchboard

    /// - Parameter upstream: the cloud's port on 127.0.0.1; nobody needs to listen there yet.
    package init(to upstream: UInt16) throws {
        let (descriptor, port) = try LoopbackSocket.listen()
        self.port = port
        switchboard = Switchboard(listener: descriptor, port: port, upstream: upstream)
        Thread.detachNewThread { [switchboard] in switchboard.acceptForever() }
    }

    deinit {
        switchboard.stop()
    }

    /// Changes how it behaves, from now on, for old and new connections.
    package func setMode(_ mode: Mode) {
        switchboard.setMode(mode)
    }

    /// Ends every connection that stands, as a cable that is pulled out and a router that says so.
    package func closeConnections() {
        switchboard.closeConnections()
    }

    /// How many connections it has accepted since it began.
    package var accepted: Int { switchboard.accepted }
    /// How many stand now.
    package var standing: Int { switchboard.standing }
}

/// What the proxy's threads share; ends when ``stop()`` is called.
private final class Switchboard: Sendable {
    private struct State {
        var mode = FaultProxy.Mode.pass
        /// Counts changes of mode, so that a cut counts its bytes anew.
        var generation = 0
        var links: [ObjectIdentifier: Link] = [:]
        var accepted = 0
        var isStopped = false
        /// Bound always, so that nobody else takes the port; listening unless connections are to be refused.
        var listener: Int32
    }

    private let state: Mutex<State>
    private let port: UInt16
    private let upstream: UInt16

    init(listener: Int32, port: UInt16, upstream: UInt16) {
        state = Mutex(State(listener: listener))
        self.port = port
        self.upstream = upstream
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
        state.withLock { $0.accepted += 1 }
        guard let server = try? LoopbackSocket.connect(port: upstream) else { return LoopbackSocket.reset(client) }
        let link = Link(client: client, server: server)
        state.withLock { $0.links[ObjectIdentifier(link)] = link }
        if isStopped { link.close() }
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            self.pump(from: client, to: server, of: link, isAnswer: false)
            isDone.signal()
        }
        pump(from: server, to: client, of: link, isAnswer: true)
        isDone.wait()
        state.withLock { _ = $0.links.removeValue(forKey: ObjectIdentifier(link)) }
        LoopbackSocket.reset(client)
        close(server)
    }

    /// Moves bytes until one side ends, a cut is due or the link is closed; then ends both directions.
    private func pump(from source: Int32, to sink: Int32, of link: Link, isAnswer: Bool) {
        defer { link.close() }
        var counted = (generation: -1, bytes: 0)
        while let piece = LoopbackSocket.read(source) {
            let (mode, generation) = waitOutStall(link)
            if link.isClosed { return }
            if counted.generation != generation { counted = (generation, 0) }
            switch mode {
            case .cut(let most) where isAnswer:
                LoopbackSocket.write(sink, piece.prefix(max(0, most - counted.bytes)))
                counted.bytes += piece.count
                if counted.bytes >= most { return }
                continue
            case .delay(let wait):
                usleep(UInt32(wait / .microseconds(1)))
            default: break
            }
            guard LoopbackSocket.write(sink, piece) else { return }
        }
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

    func close() {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        LoopbackSocket.shutDown(client)
        LoopbackSocket.shutDown(server)
    }
}
