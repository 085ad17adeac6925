package import Reception
import Synchronization

/// The kiosk's clock: the machine's, corrected by what the cloud has said, kept across restarts.
///
/// ## When somebody sets the machine's clock while the program runs
/// It is noticed at the next reading, for the monotonic clock does not jump along.
/// - Has the cloud been heard since the start, then the time goes on as it was: the offset takes up the step. So it does
///   when the step puts the wall clock right, which is the offset that was known.
/// - Else nothing tells which of the two is right. A step forward is believed: so a board without a battery is set at its
///   start. After a step back the time is not trusted until the cloud is heard or the clock stands beyond where it stood.
///
/// A step while the program does not run, or across a restart of the machine, cannot be told from a right clock, but for
/// the floor.
package final class KioskClock: Sendable {
    private struct State {
        var now: ClockState
        /// What of it is in the memory.
        var kept: ClockState
        /// Whether the cloud has told the time since the start.
        var hasHeard = false
        /// Whether the last call that ended was answered.
        var isAnswered = false
        private var watch = ClockWatch()
        /// Where the time stood when the wall clock was set back, until the cloud says which was right.
        private var doubt: Instant?

        init(_ kept: ClockState) {
            now = kept
            self.kept = kept
        }

        /// Reads the clocks, and takes up a step of the wall clock.
        mutating func read(_ world: World) -> Moment {
            let (device, uptime, step) = watch.read(world)
            if let step { takeUp(step, upTo: device) }
            var inForce = now
            if let doubt { inForce.raiseFloor(to: doubt) }
            return inForce.moment(at: device, uptime: uptime, in: world)
        }

        /// The wall clock is read first: time that the program loses in between then counts as the answer's, which
        /// makes the bounds wider but never wrong.
        mutating func learn(serverTime: Instant, askedAt start: Duration, in world: World) {
            let received = read(world).device
            now.learn(serverTime: serverTime, received: received, took: world.uptime() - start)
            hasHeard = true
            isAnswered = true
            doubt = nil
        }

        private mutating func takeUp(_ step: Duration, upTo device: Instant) {
            let before = now.corrected(device.advanced(by: .zero - step))
            let continued = now.offsetMilliseconds - step.wholeMilliseconds
            if hasHeard || (before.isTrusted && abs(continued) <= KioskClock.agreement) {
                now.offsetMilliseconds = continued
            } else if step < .zero, before.isTrusted {
                doubt = max(doubt ?? before.now, before.now)
            }
        }
    }

    package let world: World
    private let memory: any ClockMemory
    private let state: Mutex<State>

    /// An offset within which a wall clock counts as right.
    private static let agreement: Int64 = 5000

    /// - Throws: ``StorageFailure`` when what was kept cannot be read.
    package init(world: World, memory: any ClockMemory) throws(StorageFailure) {
        self.world = world
        self.memory = memory
        let kept = try memory.clock() ?? .initial
        state = Mutex(State(kept))
    }

    /// Now. Never waits for the disk.
    package var moment: Moment { state.withLock { $0.read(world) } }

    /// When the cloud's certificate has to be valid; `nil` for now by the machine's clock.
    ///
    /// A board that starts in 1970 could never hear the cloud that tells it the time: no certificate is valid then. While
    /// the clock is not believed, or far from the cloud's, there are two moments by which to judge: the machine's, and the
    /// latest that is known. Either may be the wrong one (a cloud may have told a wrong time once), so each call is by
    /// one of them, as chance has it, and the lanes try again. Once the cloud has answered in this run, its time it is, as
    /// long as it answers.
    package var certificateTime: Instant? {
        let (device, known, isAnswered) = state.withLock { state in
            let moment = state.read(world)
            return (moment.device, max(moment.corrected.now, state.now.floor), state.isAnswered)
        }
        let difference = known.since(device)
        let isFar = difference > KioskClock.certificateTolerance || difference < .zero - KioskClock.certificateTolerance
        return isFar && (isAnswered || world.fraction() < 0.5) ? known : nil
    }

    /// Certificates begin and end by days.
    private static let certificateTolerance = Duration.seconds(3600)

    /// Learns from an answer that has just come, and keeps what is new.
    ///
    /// - Parameter start: when it was asked for, by the monotonic clock.
    package func learn(serverTime: Instant, askedAt start: Duration) {
        state.withLock { $0.learn(serverTime: serverTime, askedAt: start, in: world) }
        keep()
    }

    /// Makes a call and learns from its answer's time.
    func timing<Answer>(
        _ serverTime: (Answer) -> Instant, _ call: () throws(CloudFailure) -> Answer
    ) throws(CloudFailure) -> Answer {
        let start = world.uptime()
        do throws(CloudFailure) {
            let answer = try call()
            learn(serverTime: serverTime(answer), askedAt: start)
            return answer
        } catch {
            // Without an answer, too, the clock may have been set meanwhile.
            state.withLock { state in
                state.isAnswered = false
                _ = state.read(world)
            }
            keep()
            throw error
        }
    }

    /// Keeps what differs from what is kept by more than a second of offset or a minute of floor.
    ///
    /// Not under the lock, so that no reading of the clock waits for a slow disk. A memory that cannot be written is no
    /// reason to stop: the next call tries again.
    private func keep() {
        let due = state.withLock { state in
            let (now, kept) = (state.now, state.kept)
            let isNew =
                abs(now.offsetMilliseconds - kept.offsetMilliseconds) > 1000
                || abs(now.floor.milliseconds - kept.floor.milliseconds) > 60_000
            return isNew ? now : nil
        }
        guard let due, (try? memory.keep(due)) != nil else { return }
        state.withLock { $0.kept = due }
    }
}
