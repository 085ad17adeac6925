package import Reception
import Synchronization

/// The kiosk's clock: the machine's, corrected by what the cloud has said, kept across restarts.
package final class KioskClock: Sendable {
    package let world: World
    private let memory: any ClockMemory
    private let state: Mutex<ClockState>

    /// - Throws: ``StorageFailure`` when what was kept cannot be read.
    package init(world: World, memory: any ClockMemory) throws(StorageFailure) {
        self.world = world
        self.memory = memory
        state = Mutex(try memory.clock() ?? .initial)
    }

    /// Now.
    package var moment: Moment { state.withLock { $0.moment(in: world) } }

    /// Learns from an answer, and keeps it when it moved the clock by more than a second or a minute has gone by.
    ///
    /// A memory that cannot be written is no reason to stop: the next answer tells the same.
    package func learn(serverTime: Instant, sent: Instant, took: Duration) {
        let (old, new) = state.withLock { state in
            let old = state
            state.learn(serverTime: serverTime, sent: sent, took: took)
            return (old, state)
        }
        let moved = abs(new.offsetMilliseconds - old.offsetMilliseconds) > 1000
        let floorMoved = abs(new.floor.milliseconds - old.floor.milliseconds) > 60_000
        if moved || floorMoved { try? memory.keep(new) }
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
