import Foundation
import Reception
import ScanLink
import Scanner
import TestSupport
import Testing

/// What goes wrong with a camera ends by itself, told by the real worker.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `A camera that fails` {
    private let recorder = Recorder()

    private func with(
        _ shim: CameraShim, _ arguments: [String] = ["--device", "auto"], _ body: () async throws -> Void
    ) async throws {
        try await shim.run(arguments, recorder, body)
    }

    @Test(arguments: [
        "short_at=0", "short_at=0,short_noflag", "flag_at=0", "eio_from=0",
    ])
    func `damaged frames in a row are no pictures, and sound ones are read on`(faults: String) async throws {
        var shim = try CameraShim()
        try shim.fail(faults)
        try await with(shim) {
            try await #expect(recorder.recovers { try shim.fail("") })
        }
        #expect(shim.folder.text("log").contains("sends damaged pictures"))
    }

    @Test func `damage that begins later is noticed`() async throws {
        var shim = try CameraShim()
        try shim.fail("short_at=20")
        try await with(shim) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
            #expect(await eventually { recorder.course.contains(.state(.lost)) })
            recorder.forget()
            // It is opened anew, and sound for as long as the camera lets it.
            #expect(await eventually { recorder.course.contains(.state(.ready)) })
        }
    }

    @Test(arguments: ["open_ebusy", "open_eacces", "streamon_enospc", "reqbufs_enomem"])
    func `a camera that cannot be opened is tried until it can`(faults: String) async throws {
        var shim = try CameraShim()
        try shim.fail(faults)
        try await with(shim) {
            try await #expect(recorder.recovers { try shim.fail("") })
        }
    }

    @Test(arguments: ["0", "1"])
    func `buffers are the driver's, whether it takes ours or not`(isAccepted: String) async throws {
        let shim = try CameraShim(["USERPTR": isAccepted])
        try await with(shim) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
        }
        #expect(!shim.folder.text("log").contains("buffers are the program's"))
    }

    @Test func `a camera that comes back under another number is read on`() async throws {
        let shim = try CameraShim()
        try shim.link("usb-One-video-index0", to: "/dev/video0")
        try await with(shim) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
            try shim.unplug()
            #expect(await eventually { recorder.course.last == .state(.lost) })
            recorder.forget()
            try shim.link("usb-One-video-index0", to: "/dev/video1")
            try shim.plugIn(as: "/dev/video1")
            #expect(await eventually { recorder.course.contains(.state(.ready)) })
        }
    }

    @Test func `a link is a device, whatever its number`() async throws {
        let shim = try CameraShim()
        let link = "usb-One-video-index0"
        try shim.link(link, to: "/dev/video0")
        try await with(shim, ["--device", "/dev/v4l/by-id/\(link)"]) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
            try shim.unplug()
            #expect(await eventually { recorder.course.last == .state(.lost) })
            recorder.forget()
            try shim.link(link, to: "/dev/video1")
            try shim.plugIn(as: "/dev/video1")
            #expect(await eventually { recorder.course.contains(.state(.ready)) })
        }
    }

    @Test func `of two cameras the same one is taken again`() async throws {
        let second = try TemporaryFolder()
        let shim = try CameraShim(["DEV_FILE_2": "\(second.path)/device", "GONE_FILE_2": "\(second.path)/gone"])
        try shim.link("usb-C-video-index0", to: "/dev/video0")
        try shim.link("usb-B-video-index0", to: "/dev/video2")
        try second.write("device", Array("/dev/video2".utf8))
        try await with(shim) {
            #expect(await eventually { started(shim) == [1] })
            // The other one takes over, and stays when the first one comes back.
            try second.write("gone", [])
            #expect(await eventually { started(shim) == [1, 0] })
            try FileManager.default.removeItem(atPath: "\(second.path)/gone")
            #expect(await !eventually(within: .seconds(1)) { started(shim).count > 2 })
            // Both go, and are back under each other's numbers when the worker looks again.
            try second.write("device", [])
            try shim.unplug()
            #expect(await eventually { recorder.course.last == .state(.lost) })
            try shim.link("usb-C-video-index0", to: "/dev/video2")
            try shim.link("usb-B-video-index0", to: "/dev/video0")
            try shim.plugIn(as: "/dev/video2")
            try second.write("device", Array("/dev/video0".utf8))
            #expect(await eventually { started(shim).count == 3 })
            #expect(started(shim).last == 0)
        }
    }

    /// The cameras that have sent frames, in order.
    private func started(_ shim: CameraShim) -> [Int] {
        shim.folder.text("log").matches(of: /start camera ([01])/).compactMap { Int($0.1) }
    }
}
