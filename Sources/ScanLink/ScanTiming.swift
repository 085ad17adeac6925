/// How long a kiosk waits for its scan worker.
package struct ScanTiming: Sendable {
    /// The wait before the first new start, so that a worker that has ended runs again within a second; doubled each
    /// time up to `longestDelay`.
    package var firstDelay = Duration.milliseconds(500)
    /// Also how long a worker must have run for the next wait to be the first one again.
    package var longestDelay = Duration.seconds(30)
    /// A worker that speaks our protocol is replaced after this long without a line.
    package var silence = Duration.seconds(10)
    /// A program that has said nothing counts as ready once it has run for this long.
    package var settling = Duration.seconds(2)
    /// How long a worker may take to end before it is killed.
    package var grace = Duration.milliseconds(500)

    package init() {}
}
