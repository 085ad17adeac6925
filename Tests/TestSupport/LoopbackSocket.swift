import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// TCP over 127.0.0.1 with plain descriptors. The caller closes what it is given.
package enum LoopbackSocket {
    /// Nothing of this kind can be had: no descriptors, no loopback, the port is taken.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// A socket that is bound and listens; `port` 0 takes any free one.
    package static func listen(port: UInt16 = 0) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = try bind(port: port)
        guard Glibc.listen(descriptor, 128) == 0 else { throw failure("listen", closing: descriptor) }
        return (descriptor, try self.port(of: descriptor))
    }

    /// A socket that is bound and does not listen: connections are refused, and nobody else gets the port.
    package static func bind(port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let isBound = withAddress(port) { Glibc.bind(descriptor, $0, $1) == 0 }
        guard isBound else { throw failure("bind", closing: descriptor) }
        return descriptor
    }

    package static func connect(port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let isConnected = withAddress(port) { Glibc.connect(descriptor, $0, $1) == 0 }
        guard isConnected else { throw failure("connect", closing: descriptor) }
        return descriptor
    }

    /// Whether somebody listens there now.
    package static func isOpen(port: UInt16) -> Bool {
        guard let descriptor = try? connect(port: port) else { return false }
        close(descriptor)
        return true
    }

    /// A port that was free a moment ago, for a program that cannot take port 0.
    package static func freePort() throws -> UInt16 {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    /// The next bytes; `nil` at the end of the stream or on an error.
    package static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    /// Sends all of it; false when the other side has gone.
    @discardableResult
    package static func write(_ descriptor: Int32, _ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Closes with a reset instead of an orderly end.
    package static func reset(_ descriptor: Int32) {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close(descriptor)
    }

    /// Wakes whoever reads or accepts on it; the descriptor itself stays open.
    package static func shutDown(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    // MARK: -

    private static func port(of descriptor: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        guard isKnown else { throw failure("getsockname", closing: descriptor) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private static func failure(_ call: String, closing descriptor: Int32) -> Failure {
        let reason = String(cString: strerror(errno))
        if descriptor >= 0 { close(descriptor) }
        return Failure(description: "\(call) on loopback: \(reason)")
    }
}
