import CloudDomain
import Logging
import ServiceLifecycle

/// Notices what other processes commit, such as the administrator's commands, while somebody waits for it.
struct FeedWatcher<Records: KioskRecords>: Service {
    let records: Records
    let signal: FeedSignal

    private let period: Duration = .milliseconds(200)

    init(records: Records, signal: FeedSignal) {
        self.records = records
        self.signal = signal
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var newest: Int64 = -1
            while (try? await Task.sleep(for: period)) != nil {
                guard signal.hasWaiters, let now = try? await records.newestSequence(), now != newest else { continue }
                newest = now
                signal.announce()
            }
        }
    }
}
