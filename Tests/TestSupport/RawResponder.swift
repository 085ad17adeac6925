package import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A loopback HTTP server that answers with exactly the bytes a test gives it, however wrong they are; over TLS if told.
package final class RawResponder: Sendable {
    /// What it does about a request.
    package enum Reaction: Sendable {
        /// Sends this, and waits for the next request on the connection.
        case answer(Data)
        /// Sends this and ends the connection.
        case lastWords(Data)
        /// Sends the pieces with a pause after each, and ends the connection.
        case drip([Data], pause: Duration)
        /// Says nothing, for as long as the client cares to wait.
        case silence
        /// Resets the connection.
        case hangUp
    }

    package struct Request: Sendable {
        package var method: String
        /// Path and query, as sent.
        package var target: String
        /// By lower-case name.
        package var headers: [String: String]
        package var body: Data
    }

    package let port: UInt16
    private let log: Log

    /// - Parameter tls: how to speak TLS; `nil` for none.
    package init(tls: ServerTLS? = nil, _ react: @escaping @Sendable (Request) -> Reaction) throws {
        let (listener, port) = try LoopbackSocket.listen()
        self.port = port
        let log = Log(listener: listener)
        self.log = log
        Thread.detachNewThread {
            while case let client = accept(listener, nil, nil), client >= 0 {
                Thread.detachNewThread { log.serve(client, tls, react) }
            }
            close(listener)
        }
    }

    deinit {
        log.stop()
    }

    /// Every request so far, in order of arrival.
    package var requests: [Request] { log.requests }
    /// How many connections were made.
    package var connections: Int { log.connections }

    /// The bytes of an ordinary answer.
    package static func http(_ status: Int, type: String? = "application/json", headers: [String] = [], _ body: Data)
        -> Data
    {
        let lines =
            ["HTTP/1.1 \(status) Whatever", "Content-Length: \(body.count)"]
            + (type.map { ["Content-Type: \($0)"] } ?? []) + headers
        return Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}

private final class Log: Sendable {
    private struct State {
        var requests: [RawResponder.Request] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32

    init(listener: Int32) {
        self.listener = listener
    }

    var requests: [RawResponder.Request] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        LoopbackSocket.shutDown(listener)
        for client in open { LoopbackSocket.shutDown(client) }
    }

    func serve(_ client: Int32, _ tls: ServerTLS?, _ react: (RawResponder.Request) -> RawResponder.Reaction) {
        state.withLock { state in
            state.connections += 1
            state.open.insert(client)
            if state.isStopped { LoopbackSocket.shutDown(client) }
        }
        let veil = tls.map { try? TLSProcess(serving: client, as: $0.certificate, options: $0.options) }
        let isReset = if case .some(nil) = veil { true } else { converse(on: veil??.plain ?? client, react) }
        if let veil = veil ?? nil {
            // What was written last is still on its way through it.
            usleep(200_000)
            veil.close()
        }
        // Forgotten before it is closed: the number may be another connection's at once.
        state.withLock { _ = $0.open.remove(client) }
        if isReset { LoopbackSocket.reset(client) } else { close(client) }
    }

    /// Answers one request after the other; returns whether the connection is to end with a reset.
    private func converse(
        on client: Int32, _ react: (RawResponder.Request) -> RawResponder.Reaction
    ) -> Bool {
        var received = Data()
        var isReset = false
        while let request = next(&received, from: client) {
            state.withLock { $0.requests.append(request) }
            guard carryOut(react(request), client, &isReset) else { break }
        }
        return isReset
    }

    private func carryOut(_ reaction: RawResponder.Reaction, _ client: Int32, _ isReset: inout Bool) -> Bool {
        switch reaction {
        case .answer(let bytes): return LoopbackSocket.write(client, bytes)
        case .lastWords(let bytes):
            LoopbackSocket.write(client, bytes)
        case .drip(let pieces, let pause):
            for piece in pieces {
                guard LoopbackSocket.write(client, piece) else { break }
                usleep(UInt32(pause / .microseconds(1)))
            }
        case .silence:
            while LoopbackSocket.read(client) != nil {}
        case .hangUp:
            isReset = true
        }
        return false
    }

    /// Reads one whole request; `nil` when the client has gone.
    private func next(_ received: inout Data, from client: Int32) -> RawResponder.Request? {
        let blankLine = Data("\r\n\r\n".utf8)
        while received.range(of: blankLine) == nil {
            guard let bytes = LoopbackSocket.read(client) else { return nil }
            received.append(contentsOf: bytes)
        }
        guard let end = received.range(of: blankLine) else { return nil }
        var lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines.removeFirst().split(separator: " ").map(String.init)
        let fields = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        let headers = Dictionary(fields) { $1 }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        received = Data(received[end.upperBound...])
        while received.count < length {
            guard let bytes = LoopbackSocket.read(client) else { return nil }
            received.append(contentsOf: bytes)
        }
        let body = Data(received.prefix(length))
        received = Data(received.dropFirst(length))
        return RawResponder.Request(
            method: words.first ?? "", target: words.count > 1 ? words[1] : "", headers: headers, body: body)
    }
}
