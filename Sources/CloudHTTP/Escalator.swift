import CloudDomain
import Logging
import ServiceLifecycle

/// Has the next one asked wherever nobody answers in time.
struct Escalator<Records: AnswerRecords>: Service {
    let records: Records
    let signal: FeedSignal
    let logger: Logger

    private let period: Duration = .milliseconds(250)
    /// After a failure, so that the log is not filled with one.
    private let rest: Duration = .seconds(10)

    init(records: Records, signal: FeedSignal, logger: Logger) {
        self.records = records
        self.signal = signal
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var wait = period
            while (try? await Task.sleep(for: wait)) != nil {
                wait = await escalate() ? period : rest
            }
        }
    }

    /// Whether it could be done.
    private func escalate() async -> Bool {
        do {
            if try await records.escalate() { signal.announce() }
            return true
        } catch is CancellationError {
            return true
        } catch {
            logger.error("nobody can be asked next", metadata: ["why": "\(error)"])
            return false
        }
    }
}
