/// `POST /v1/kiosk/status`: the heartbeat.
package struct StatusReport: Codable, Hashable, Sendable {
    package var program: String
    package var waitingEvents: Int
    package var setAsideEvents: Int
    /// Milliseconds since the cloud was last heard; missing when never.
    package var cacheAgeMilliseconds: Int64?
    package var scanner: ScannerState
    package var clock: ClockReading
    package var deviceTime: Instant

    package init(
        program: String, waitingEvents: Int, setAsideEvents: Int, cacheAgeMilliseconds: Int64?, scanner: ScannerState,
        clock: ClockReading, deviceTime: Instant
    ) {
        self.program = program
        self.waitingEvents = waitingEvents
        self.setAsideEvents = setAsideEvents
        self.cacheAgeMilliseconds = cacheAgeMilliseconds
        self.scanner = scanner
        self.clock = clock
        self.deviceTime = deviceTime
    }
}

/// The answer: the cloud's time, and what staff should know.
package struct StatusAnswer: Codable, Hashable, Sendable {
    package var serverTime: Instant
    /// One sentence each, without personal data.
    package var notices: [String]

    package init(serverTime: Instant, notices: [String]) {
        self.serverTime = serverTime
        self.notices = notices
    }
}

/// How the scan worker is.
package enum ScannerState: String, Codable, Sendable {
    /// None is configured.
    case none
    /// It has started, or is being started again.
    case starting
    case ready
    case lost
}
