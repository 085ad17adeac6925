import Foundation

/// A loopback TCP proxy between a kiosk and a cloud that can be told to behave like a bad network, while it runs.
///
/// It looks at no byte: TLS passes through it as it is.
package final class FaultProxy: Sendable {
    package enum Direction: Hashable, Sendable {
        /// From the kiosk to the cloud.
        case requests
        /// From the cloud to the kiosk.
        case answers
    }

    package enum Mode: Hashable, Sendable {
        case pass
        /// New connections are refused; those that stand are left alone (see ``closeConnections()``).
        case refuse
        /// Connections are accepted and nothing moves any more, in either direction, on old ones too.
        case stall
        /// What goes in one direction is taken and vanishes; the other direction passes.
        case drop(Direction)
        /// Each connection ends as soon as so many bytes have gone in that direction since the mode was set; with 0
        /// bytes of answers, requests arrive and answers do not.
        case cut(afterBytes: Int, of: Direction = .answers)
        /// Each connection is reset with its next byte, without an orderly end.
        case reset
        /// Every piece waits so long before it is passed on.
        case delay(Duration)
        /// No direction of a connection passes more than so many bytes a second.
        case throttle(bytesPerSecond: Int)
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

    /// From now on new connections lead to this port on 127.0.0.1: another server stands in the cloud's place. Those
    /// that stand are left alone.
    package func lead(to upstream: UInt16) {
        switchboard.lead(to: upstream)
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
