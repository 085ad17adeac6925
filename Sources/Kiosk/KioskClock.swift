package import Reception
import Synchronization

/// The kiosk's clock: the machine's, corrected by what the cloud has said, kept across restarts.
package final class KioskClock: Sendable {
    package let world: World
    private let memory: any ClockMemory
    /// What holds now, and what of it has been kept.
    private let state: Mutex<(now: ClockState, kept: ClockState)>

    /// - Throws: ``StorageFailure`` when what was kept cannot be read.
    package init(world: World, memory: any ClockMemory) throws(StorageFailure) {
        self.world = world
        self.memory = memory
        let kept = try memory.clock() ?? .initial
        state = Mutex((kept, kept))
    }

    /// Now.
    package var moment: Moment { state.withLock { $0.now.moment(in: world) } }

    /// Learns from an answer, and keeps it when it differs from what is kept by more than a second of offset or a minute.
    ///
    /// A memory that cannot be written is no reason to stop: the next answer tells the same.
    package func learn(serverTime: Instant, sent: Instant, took: Duration) {
        state.withLock { state in
            state.now.learn(serverTime: serverTime, sent: sent, took: took)
            let (now, kept) = state
            guard
                abs(now.offsetMilliseconds - kept.offsetMilliseconds) > 1000
                    || abs(now.floor.milliseconds - kept.floor.milliseconds) > 60_000
            else { return }
            guard (try? memory.keep(now)) != nil else { return }
            state.kept = now
        }
    }

    /// Makes a call and learns from its answer's time.
    func timing<Answer>(
        _ serverTime: (Answer) -> Instant, _ call: () throws(CloudFailure) -> Answer
    ) throws(CloudFailure) -> Answer {
        let sent = world.now()
        let start = world.uptime()
        let answer = try call()
        learn(serverTime: serverTime(answer), sent: sent, took: world.uptime() - start)
        return answer
    }
}
