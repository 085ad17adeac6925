import CloudDomain
import Logging
import ServiceLifecycle

/// Has visits closed that nobody has ended, once their site's closing time has come.
struct Closer<Records: KioskRecords>: Service {
    let records: Records
    let signal: FeedSignal
    let logger: Logger

    private let period: Duration = .seconds(20)
    /// Between two portions, so that kiosks get their turn.
    private let breath: Duration = .milliseconds(50)

    init(records: Records, signal: FeedSignal, logger: Logger) {
        self.records = records
        self.signal = signal
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var wait = breath
            while (try? await Task.sleep(for: wait)) != nil {
                wait = await close() ? breath : period
            }
        }
    }

    /// Whether there may be more to do. What fails is tried again.
    private func close() async -> Bool {
        do {
            guard try await records.closeForgotten() else { return false }
            signal.announce()
            return true
        } catch is CancellationError {
            return false
        } catch {
            logger.error("forgotten visits cannot be closed", metadata: ["why": "\(error)"])
            return false
        }
    }
}
