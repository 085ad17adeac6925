import Foundation
import Kiosk
import Reception
import ScanLink

/// Plays a chime for each occasion, by a program of the administrator's choice.
final class Chimes: Sendable {
    private let settings: SoundSettings
    private let queue: ProgramQueue

    /// A chime is over by then, or nobody misses its end.
    private static let longest = Duration.seconds(10)

    /// - Returns: `nil` where there is nothing to play with, which the log then says: the bell is to ring.
    /// - Throws: ``StorageFailure`` when the system has no more descriptors.
    init?(_ settings: SoundSettings, log: LogFile, _ world: World) throws(StorageFailure) {
        guard settings.mode == .chimes else { return nil }
        guard let player = settings.player.first, ProgramPath.find(player) != nil else {
            log.write("sound", ["failure": "the player is not installed; the bell rings instead"])
            return nil
        }
        let missing = Sound.allCases.map(\.chime).filter {
            !FileManager.default.isReadableFile(atPath: settings.chimes + "/" + $0)
        }
        guard missing.isEmpty else {
            let names = missing.joined(separator: ", ")
            log.write("sound", ["failure": "\(names) not found in \(settings.chimes); the bell rings instead"])
            return nil
        }
        self.settings = settings
        queue = try ProgramQueue("sound", width: 1, mostWaiting: 1, timeout: Chimes.longest, log: log, world)
    }

    func start() { queue.start() }

    /// Returns at once; a chime for which one is still waiting is left out.
    func play(_ sound: Sound) {
        queue.run(.init(name: "sound.player", command: settings.player + [settings.chimes + "/" + sound.chime]))
    }

    func stop() { queue.stop() }
}

extension Sound {
    /// The file that it is in.
    var chime: String {
        switch self {
        case .good: "welcome.wav"
        case .attention: "attention.wav"
        case .goodbye: "goodbye.wav"
        }
    }
}
