import CloudDomain
import Logging
import ServiceLifecycle

/// Something that the cloud does over and over beside its requests. What fails is tried again.
struct Chore: Service {
    /// How long to wait while there is nothing more to do.
    let period: Duration
    /// How long to wait at the start and between two portions, so that kiosks get their turn.
    let breath: Duration
    /// How long to wait after a failure, so that the log is not filled with one.
    let rest: Duration
    /// What the log says when it fails.
    let failure: Logger.Message
    let logger: Logger
    /// Does one portion; returns whether there may be more.
    let work: @Sendable () async throws -> Bool

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var wait = breath
            while (try? await Task.sleep(for: wait)) != nil { wait = await step() }
        }
    }

    private func step() async -> Duration {
        do {
            return try await work() ? breath : period
        } catch is CancellationError {
            return period
        } catch {
            logger.error(failure, metadata: ["why": "\(error)"])
            return rest
        }
    }
}

extension Chore {
    /// Has the next one asked wherever nobody answers in time.
    static func escalating(_ records: some AnswerRecords, _ signal: FeedSignal, _ logger: Logger) -> Chore {
        Chore(
            period: .milliseconds(250), breath: .milliseconds(250), rest: .seconds(10),
            failure: "nobody can be asked next", logger: logger
        ) {
            guard try await records.escalate() else { return false }
            signal.announce()
            return true
        }
    }

    /// Has visits closed that nobody has ended, once their site's closing time has come.
    static func closing(_ records: some KioskRecords, _ signal: FeedSignal, _ logger: Logger) -> Chore {
        Chore(
            period: .seconds(20), breath: .milliseconds(50), rest: .seconds(20),
            failure: "forgotten visits cannot be closed", logger: logger
        ) {
            guard try await records.closeForgotten() else { return false }
            signal.announce()
            return true
        }
    }

    /// Has the storage drop what has done its work: soon after the start, then every day.
    static func tidying(_ records: some KioskRecords, _ logger: Logger) -> Chore {
        Chore(
            period: .seconds(24 * 3600), breath: .milliseconds(50), rest: .seconds(24 * 3600),
            failure: "old data cannot be tidied away", logger: logger
        ) {
            try await records.tidy()
        }
    }
}
