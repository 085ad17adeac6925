import Foundation
import Scanner
import Testing

/// In which order cameras are tried.
struct `The order of cameras` {
    private let folder: TemporaryFolder
    private let cameras: CameraFolder

    init() throws {
        folder = try TemporaryFolder()
        cameras = CameraFolder(links: folder.path)
    }

    private func link(_ name: String, _ device: String) throws {
        try? FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/\(name)", withDestinationPath: "../../\(device)")
    }

    private func first(_ count: Int, last: CameraFolder.Candidate? = nil) -> [String] {
        cameras.candidates(last: last).prefix(count).map(\.path)
    }

    @Test func `those with a name of their own come first, by that name`() throws {
        try link("usb-B-video-index0", "video0")
        try link("usb-A-video-index0", "video3")
        try link("usb-A-video-index1", "video1")
        #expect(first(4) == ["/dev/video3", "/dev/video0", "/dev/video1", "/dev/video2"])
        #expect(cameras.candidates(last: nil).count == 64)
    }

    @Test func `the last one comes first, whatever its number is now`() throws {
        try link("usb-A-video-index0", "video0")
        try link("usb-B-video-index0", "video1")
        let last = cameras.candidates(last: nil)[1]
        #expect(first(2, last: last) == ["/dev/video1", "/dev/video0"])
        try link("usb-B-video-index0", "video5")
        #expect(first(3, last: last) == ["/dev/video5", "/dev/video0", "/dev/video1"])
        try FileManager.default.removeItem(atPath: "\(folder.path)/usb-B-video-index0")
        #expect(first(2, last: last) == ["/dev/video0", "/dev/video1"])
    }

    @Test func `without names the last number comes first`() throws {
        #expect(first(3) == ["/dev/video0", "/dev/video1", "/dev/video2"])
        #expect(
            first(3, last: CameraFolder.Candidate(path: "/dev/video2")) == [
                "/dev/video2", "/dev/video0", "/dev/video1",
            ])
    }

    @Test func `what is no link, or no folder, is no camera`() throws {
        try folder.write("usb-A-video-index0", Array("x".utf8))
        #expect(first(1) == ["/dev/video0"])
        #expect(CameraFolder(links: "/nowhere").candidates(last: nil).count == 64)
    }
}
