import Glibc

/// Where the video devices of this machine are, and the names that stay with a camera.
///
/// Linux numbers video devices in the order in which they are plugged in, so a number says nothing. udev makes a link
/// for each USB camera below `/dev/v4l/by-id`, named after its maker, model and serial number.
package struct CameraFolder: Sendable {
    /// The links.
    package var links = "/dev/v4l/by-id"

    package init() {}

    /// Looks for links in another folder.
    package init(links: String) {
        self.links = links
    }

    /// A device that may be a camera.
    package struct Candidate: Hashable, Sendable {
        /// Such as `/dev/video0`.
        package var path: String
        /// The name of the link to it, if there is one.
        package var link: String?

        package init(path: String, link: String? = nil) {
            self.path = path
            self.link = link
        }

        /// Whether it is the same camera, under this number or another one.
        fileprivate func isSame(as other: Candidate) -> Bool {
            link == nil && other.link == nil ? path == other.path : link == other.link
        }
    }

    /// Linux numbers video devices from 0 to 63 unless it is told otherwise; trying one that is not there costs nothing.
    private static let devices = (0..<64).map { "/dev/video\($0)" }

    /// Every device that may be a camera, the best first: `last`, if it is there; those with a link of their own, in the
    /// order of the links' names, so that two cameras do not change places; the others, in the order of their numbers.
    package func candidates(last: Candidate?) -> [Candidate] {
        let named = readLinks()
        let paths = Set(named.map(\.path))
        let all = named + CameraFolder.devices.filter { !paths.contains($0) }.map { Candidate(path: $0) }
        guard let last, let first = all.first(where: last.isSame) else { return all }
        return [first] + all.filter { $0 != first }
    }

    /// The devices that have a link, in the order of the links' names. `-index0` marks the one of a camera's devices
    /// that sends pictures; the others tell about them.
    private func readLinks() -> [Candidate] {
        guard let folder = opendir(links) else { return [] }
        defer { closedir(folder) }
        var found: [Candidate] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix("-index0"), let target = target(of: "\(links)/\(name)") else { continue }
            found.append(Candidate(path: target, link: name))
        }
        return found.sorted { ($0.link ?? "") < ($1.link ?? "") }
    }

    /// The device that a link such as `../../video0` means.
    private func target(of link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let text = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: "/").last.map { "/dev/\($0)" }
    }
}
