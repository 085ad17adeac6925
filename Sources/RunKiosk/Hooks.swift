import Kiosk
import Reception

/// Tells the administrator's programs of what is on record: badge printers, doors, lights.
///
/// Each gets one JSON object on standard input. No visitor waits for one: they run two at a time, each in its own group
/// of processes, which is killed when its time is over; what comes while a hundred wait is not told.
final class Hooks: Sendable {
    private let commands: [Hook.Kind: [String]]
    private let queue: ProgramQueue

    private static let width = 2
    private static let mostWaiting = 100

    /// - Returns: `nil` where no program is to be told of anything.
    /// - Throws: ``StorageFailure`` when the system has no more descriptors.
    init?(_ configuration: Configuration, log: LogFile, _ world: World) throws(StorageFailure) {
        guard !configuration.hooks.isEmpty else { return nil }
        commands = configuration.hooks
        queue = try ProgramQueue(
            "hook", width: Hooks.width, mostWaiting: Hooks.mostWaiting, timeout: configuration.hookTimeout, log: log,
            world)
    }

    func start() { queue.start() }

    /// Returns at once.
    func tell(_ hook: Hook) {
        guard let command = commands[hook.kind] else { return }
        queue.run(.init(name: "hooks.on_\(hook.kind.rawValue)", command: command, input: hook.json + [10]))
    }

    func stop() { queue.stop() }
}
