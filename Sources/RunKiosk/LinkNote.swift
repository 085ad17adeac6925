import Foundation
import Kiosk
import KioskStorage
import Reception

/// How the running kiosk stands to the cloud, in a small file beside its data, so that `status` can say it without a
/// call of its own. It holds no personal data and need not outlive anything.
struct LinkNote: Sendable {
    /// What the file says.
    struct Contents: Codable, Equatable {
        var link: String
        /// By the corrected clock; missing while online.
        var since: Instant?
        /// What is wrong and what to do.
        var sentence: String
        /// Of the kiosk that wrote it.
        var process: Int32
        /// In which it ran: another boot gives its number to another process.
        var bootID: String
    }

    private let path: String
    private let bootID: String

    init(in directory: DataDirectory, _ world: World) {
        path = directory.file("link.json")
        bootID = world.bootID()
    }

    /// Says it anew. A note that cannot be written is no reason to stop: the screen says the same.
    func write(_ state: LinkState) {
        let since: Instant? = if case .offline(let since, _) = state { since } else { nil }
        let contents = Contents(
            link: state.name, since: since, sentence: state.sentence, process: getpid(), bootID: bootID)
        guard let bytes = try? Wire.encode(contents) else { return }
        try? bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// What the running kiosk says; `nil` when none runs here or it has not said anything yet.
    func read() -> Contents? {
        guard let bytes = FileManager.default.contents(atPath: path),
            let contents = try? Wire.decode(Contents.self, from: bytes), contents.bootID == bootID
        else { return nil }
        let isRunning = contents.process > 0 && (kill(contents.process, 0) == 0 || errno == EPERM)
        return isRunning ? contents : nil
    }
}

extension LinkState {
    /// One word for the log and for `status`.
    var name: String {
        switch self {
        case .notEnrolled: "not enrolled"
        case .connecting: "connecting"
        case .online: "online"
        case .offline: "offline"
        case .refused: "refused"
        case .revoked: "revoked"
        }
    }
}
