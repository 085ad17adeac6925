import CloudDomain
import Logging
import ServiceLifecycle

/// Has the storage drop what has done its work: soon after the start, then every day.
struct Housekeeper<Records: KioskRecords>: Service {
    let records: Records
    let logger: Logger

    private let firstWait: Duration = .seconds(2)
    private let period: Duration = .seconds(24 * 3600)
    /// Between two portions, so that kiosks get their turn.
    private let breath: Duration = .milliseconds(50)

    init(records: Records, logger: Logger) {
        self.records = records
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var wait = firstWait
            while (try? await Task.sleep(for: wait)) != nil {
                wait = await tidy() ? breath : period
            }
        }
    }

    /// Whether there is more to do. What fails today is tried again tomorrow.
    private func tidy() async -> Bool {
        do {
            return try await records.tidy()
        } catch {
            logger.error("old data cannot be tidied away", metadata: ["why": "\(error)"])
            return false
        }
    }
}
