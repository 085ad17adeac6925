import Reception

/// What a replay measured.
struct ReplaySummary {
    /// When the code of each stream was first read, from when its first frame was due; `nil` for never.
    var firstReadings: [Duration?] = []
    /// Processor time of each frame that was read, in microseconds.
    var work: [Int64] = []
    /// Frames that came while another one was being read and were replaced by a newer one.
    var dropped = 0
    /// Frames that the reader died of or held too long.
    var lost = 0

    private static let limits: [Int64] = [33, 100, 200, 333, 500]

    /// One line.
    var text: String {
        let times = firstReadings.compactMap(\.self)
        let within = ReplaySummary.limits.map { limit in
            // The time of one frame at 30 a second is a little more than 33 ms.
            "\(limit) ms: \(times.count { $0 <= .milliseconds(limit) + .microseconds(500) })"
        }
        let work = self.work.sorted()
        func milliseconds(_ share: Double) -> String {
            guard let last = work.indices.last else { return "-" }
            let value = work[min(last, Int(Double(work.count) * share))]
            return "\(value / 1000).\(value % 1000 / 100)"
        }
        return "streams: \(firstReadings.count); read within \(within.joined(separator: ", ")); "
            + "never: \(firstReadings.count - times.count); frame work in ms: p50 \(milliseconds(0.5)), "
            + "p99 \(milliseconds(0.99)), max \(milliseconds(1)); frames read: \(work.count), dropped: \(dropped), "
            + "lost: \(lost)"
    }
}
