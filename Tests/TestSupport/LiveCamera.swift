import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A camera that is not there, for programs that are started with ``environment``: it shows what a test holds up to it.
///
/// The programs read it through the stand-in for V4L2 of this package (`Tests/CameraShim`).
package final class LiveCamera: Sendable {
    /// What the programs take for the camera.
    package static let device = "/dev/video0"

    private let folder: TemporaryDirectory
    private let faults: [String: String]

    /// - Parameters:
    ///   - frame: what it shows at first; the size of every later one.
    ///   - faults: further variables of the stand-in.
    package init(showing frame: CameraScene = CameraScene(), faults: [String: String] = [:]) throws {
        folder = try TemporaryDirectory()
        self.faults = faults
        try show(frame)
    }

    /// To be added to the environment of the program that shall see the camera; its children see it, too.
    package var environment: [String: String] {
        let own = [
            "LD_PRELOAD": Command.built("libcamera-shim.so"), "V4L2SHIM_DEV": LiveCamera.device,
            "V4L2SHIM_FRAMES": live, "V4L2SHIM_LIVE": live, "V4L2SHIM_GONE_FILE": gone,
        ]
        return own.merging(faults) { $1 }
    }

    /// Shows this from the next frame on.
    package func show(_ frame: CameraScene) throws {
        let next = try folder.write(frame.pgm, to: "next")
        guard rename(next, live) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    /// Pulls the plug; programs that have it open lose it.
    package func unplug() throws { try folder.write(Data(), to: "gone") }

    package func plugIn() throws { try FileManager.default.removeItem(atPath: gone) }

    private var live: String { folder.file("live.pgm") }
    private var gone: String { folder.file("gone") }
}
