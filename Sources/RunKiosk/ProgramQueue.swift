import Foundation
import Kiosk
import Reception
import Synchronization

/// Runs programs beside the kiosk, a few at a time, so that no visitor ever waits for one.
///
/// What is asked for while all are busy waits in a queue of bounded length; what does not fit there is dropped and
/// noted. The log has names of settings and exit codes, and nothing of what a program was told.
final class ProgramQueue: Sendable {
    /// One run of a program.
    struct Job: Sendable {
        /// For the log: `hooks.on_check_in`.
        var name: String
        var command: [String]
        var input = Data()
    }

    private let lanes: [Lane]
    private let waiting = Mutex<[Job]>([])
    private let isOver = Atomic(false)
    private let mostWaiting: Int
    private let timeout: Duration
    private let log: LogFile
    private let world: World

    /// - Parameters:
    ///   - width: how many run at once.
    ///   - mostWaiting: how many may wait for those.
    ///   - timeout: how long each may take.
    /// - Throws: ``StorageFailure`` when the system has no more descriptors.
    init(
        _ name: String, width: Int, mostWaiting: Int, timeout: Duration, log: LogFile, _ world: World
    ) throws(StorageFailure) {
        var lanes: [Lane] = []
        for _ in 0..<width { lanes.append(try Lane(name: name)) }
        self.lanes = lanes
        self.mostWaiting = mostWaiting
        self.timeout = timeout
        self.log = log
        self.world = world
    }

    func start() {
        for lane in lanes { lane.start { [weak self] in self?.step() ?? .upTo(.seconds(3600)) } }
    }

    /// Asks for a run; returns at once.
    func run(_ job: Job) {
        let fits = waiting.withLock { waiting in
            guard waiting.count < mostWaiting else { return false }
            waiting.append(job)
            return true
        }
        guard fits else { return log.write("program", ["name": job.name, "failure": "too many wait: not run"]) }
        lanes.forEach { $0.wake() }
    }

    /// Kills what runs and forgets what waits.
    func stop() {
        isOver.store(true, ordering: .relaxed)
        waiting.withLock { $0.removeAll() }
        lanes.forEach { $0.stop() }
    }

    private func step() -> Lane.Pause {
        guard let job = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return .upTo(.seconds(3600)) }
        perform(job)
        return .upTo(.zero)
    }

    private func perform(_ job: Job) {
        do throws(ProgramRun.StartError) {
            let child = try ProgramRun(job.command, input: job.input)
            let status = child.wait(
                upTo: timeout, unless: { isOver.load(ordering: .relaxed) }, world: world)
            switch status {
            case 0: break
            case let status?: log.write("program", ["name": job.name, "status": String(status)])
            case nil:
                let why = isOver.load(ordering: .relaxed) ? "the kiosk ended" : "it took too long"
                log.write("program", ["name": job.name, "failure": "killed: \(why)"])
            }
        } catch {
            log.write("program", ["name": job.name, "failure": error.description])
        }
    }
}
