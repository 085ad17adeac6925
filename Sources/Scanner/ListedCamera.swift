/// A camera of this machine, as `--list` shows it.
package struct ListedCamera: Hashable, Sendable, CustomStringConvertible {
    /// Its device, such as `/dev/video0`.
    package var path: String
    /// What it calls itself.
    package var name: String
    /// A path that stays the same whatever its number is, if it has one.
    package var link: String?
    /// How it would be used.
    package var mode: CameraMode

    /// Device, name, mode and link, with tabs in between.
    package var description: String { "\(path)\t\(name)\t\(mode)\t\(link ?? "")" }

    /// The cameras that may be opened, in the order in which `auto` tries them, and how each would be used if it were
    /// asked for `size`.
    package static func all(asked size: FrameSize?) -> [ListedCamera] { all(asked: size, in: CameraFolder()) }

    static func all(asked size: FrameSize?, in folder: CameraFolder) -> [ListedCamera] {
        folder.candidates(last: nil).compactMap { candidate in
            guard let probe = try? CameraProbe(path: candidate.path) else { return nil }
            return ListedCamera(
                path: candidate.path, name: probe.name, link: candidate.link.map { "\(folder.links)/\($0)" },
                mode: probe.bestMode(asked: size))
        }
    }
}
