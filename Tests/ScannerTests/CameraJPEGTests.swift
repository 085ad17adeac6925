import Foundation
import Reception
import ScanLink
import Scanner
import TestSupport
import Testing

/// Pictures that a camera compresses, and may damage, read by the real worker.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `A camera that sends JPEG` {
    private let recorder = Recorder()

    private func with(
        _ shim: CameraShim, _ arguments: [String] = ["--device", "auto"], _ body: () async throws -> Void
    ) async throws {
        try await shim.run(arguments, recorder, body)
    }

    @Test func `a sound picture is read`() async throws {
        var shim = try CameraShim()
        try shim.sendJPEG(Fixture.bytes("one.jpg"))
        try await with(shim) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
        }
    }

    /// mchehab/zbar issue 40: a damaged JPEG, and the camera is never read again.
    @Test(arguments: HostileJPEG.allCases)
    func `damaged pictures are no end, and sound ones are read on`(kind: HostileJPEG) async throws {
        var shim = try CameraShim()
        try shim.sendJPEG(Fixture.bytes("one.jpg"))
        try await with(shim) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
            try shim.show(jpeg: kind.bytes())
            if kind.isNoPicture {
                #expect(await eventually { recorder.course.last == .state(.lost) })
            } else {
                try await Task.sleep(for: .milliseconds(1_000))
            }
            try shim.show(jpeg: Fixture.bytes("another.jpg"))
            #expect(await eventually { recorder.codes == [Fixture.text, Fixture.otherText] })
        }
    }

    @Test func `one that sends nothing but damaged pictures is opened anew, and says so`() async throws {
        var shim = try CameraShim()
        try shim.sendJPEG(HostileJPEG.noise.bytes())
        try await with(shim) {
            try await #expect(recorder.recovers { try shim.show(jpeg: Fixture.bytes("one.jpg")) })
        }
        #expect(shim.folder.text("log").contains("sends damaged pictures"))
    }

    @Test func `every other picture is damaged`() async throws {
        let shim = try CameraShim(["FORMATS": "MJPG", "REPEAT": "1"])
        let frames = try TemporaryFolder()
        for (index, kind) in HostileJPEG.allCases.enumerated() {
            try frames.write("\(index)a.jpg", Fixture.bytes("one.jpg"))
            try frames.write("\(index)b.jpg", kind.bytes())
        }
        var playing = shim
        playing.settings["FRAMES"] = frames.path
        playing.settings["LIVE"] = ""
        try await with(playing) {
            #expect(await eventually { recorder.codes == [Fixture.text] })
            #expect(await !eventually(within: .seconds(2)) { recorder.course.contains(.state(.lost)) })
        }
    }
}

/// JPEG pictures as a bad cable or a bad camera sends them.
enum HostileJPEG: CaseIterable {
    case empty, beginning, cut, noise, huge, flipped, noTables

    /// Whether there is nothing in it to decode; the others may give a picture of some kind.
    var isNoPicture: Bool {
        switch self {
        case .empty, .beginning, .noise, .huge: true
        case .cut, .flipped, .noTables: false
        }
    }

    func bytes() throws -> [UInt8] {
        let sound = try Fixture.bytes("one.jpg")
        var chance = Chance(seed: 28)
        switch self {
        case .empty: return []
        case .beginning: return [0xFF, 0xD8, 0xFF]
        case .cut: return Array(sound.prefix(200))
        case .noise: return (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &chance) }
        case .huge:
            var bytes = sound
            let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
            bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xFF, 0xFF, 0xFF])
            return bytes
        case .flipped:
            return sound.enumerated().map { $0.offset > 20 && $0.offset % 7 == 0 ? ~$0.element : $0.element }
        case .noTables:
            return [0xFF, 0xD8] + sound.drop { $0 != 0xC0 }
        }
    }
}
