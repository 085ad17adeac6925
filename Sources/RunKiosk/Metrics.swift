import Foundation
import Kiosk
import KioskStorage
import Reception
import Synchronization

/// Figures of the running kiosk in Prometheus' text format, in a file that is replaced as a whole, and at a port of this
/// machine. Numbers only.
final class Metrics: Sendable {
    private let premises: Premises
    private let path: String
    private let log: LogFile
    private let scanner: @Sendable () -> ScannerState
    private let started: Duration
    private let port = Mutex<MetricsPort?>(nil)

    static let interval = Duration.seconds(15)

    /// - Returns: `nil` where none are wanted.
    init?(_ premises: Premises, log: LogFile, scanner: @escaping @Sendable () -> ScannerState) {
        guard !premises.configuration.metricsFile.isEmpty || premises.configuration.metricsPort > 0 else { return nil }
        path = premises.configuration.metricsFile
        started = premises.clock.world.uptime()
        self.premises = premises
        self.log = log
        self.scanner = scanner
    }

    /// Opens the port, where one is wanted.
    func start() {
        let number = premises.configuration.metricsPort
        guard number > 0, let wanted = UInt16(exactly: number) else { return }
        guard let opened = MetricsPort(port: wanted, text: { [weak self] in self?.text ?? "" }) else {
            log.write("metrics", ["failure": "port \(number) of 127.0.0.1 cannot be opened; check [metrics] port"])
            return
        }
        opened.start()
        port.withLock { $0 = opened }
    }

    func stop() { port.withLock { $0.take() }?.stop() }

    func step() -> Lane.Pause {
        guard !path.isEmpty else { return .upTo(.seconds(3600)) }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            // Its reader is another user, and there is nothing in it to hide.
            chmod(path, 0o644)
        } catch {
            log.write("metrics", ["failure": "\(path) cannot be written; check [metrics] file"])
            return .upTo(.seconds(600))
        }
        return .upTo(Metrics.interval)
    }

    /// What is not known is left out, as Prometheus wants it.
    var text: String {
        let moment = premises.clock.moment
        let summary = try? premises.store.summary()
        let counts = try? premises.store.counts()
        let age = summary?.heardAt.map { moment.corrected.now.since($0).components.seconds }
        let free: Int? =
            if case .free(let megabytes)? = DiskState(at: premises.directory.path) { megabytes } else { nil }
        let link = LinkNote(in: premises.directory, premises.clock.world).read()?.link
        return [
            figure(
                "up_seconds", "How long the program runs.", (premises.clock.world.uptime() - started).components.seconds
            ),
            figure("link_online", "1 while the cloud answers.", link.map { $0 == "online" ? 1 : 0 }),
            figure("cache_age_seconds", "Since the cloud was last heard.", age),
            figure("cache_passes", "Passes in the cache.", summary.map { Int64($0.passes) }),
            figure("events_waiting", "Events that the cloud has not got.", counts.map { Int64($0.waiting) }),
            figure("events_set_aside", "Events that the cloud did not take.", counts.map { Int64($0.setAside) }),
            figure("scanner_ready", "1 while the camera sees.", scanner() == .ready ? 1 : 0),
            figure("clock_trusted", "0 when the clock cannot be believed.", moment.corrected.isTrusted ? 1 : 0),
            figure("clock_offset_milliseconds", "Off the cloud's time.", moment.clock.offsetMilliseconds),
            figure("disk_free_megabytes", "That may still be written.", free.map(Int64.init)),
        ].joined()
    }

    private func figure(_ name: String, _ help: String, _ value: Int64?) -> String {
        guard let value else { return "" }
        let name = "uketsuke_kiosk_\(name)"
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(name) \(value)\n"
    }
}
