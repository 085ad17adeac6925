import Foundation
import Kiosk
import KioskStorage
import Reception
import TestSupport
import Testing

@testable import RunKiosk

/// What `status` believes of the running kiosk's word on its link.
@Suite struct LinkNoteTests {
    private let folder: TemporaryDirectory
    private let directory: DataDirectory
    private let since = Instant(milliseconds: 1_800_000_000_000)

    init() throws {
        folder = try TemporaryDirectory()
        directory = try DataDirectory(path: folder.path + "/data")
    }

    private func note(bootID: String = "this") -> LinkNote {
        let world = World(
            now: World.live.now, uptime: World.live.uptime, bootID: { bootID }, randomBytes: World.live.randomBytes)
        return LinkNote(in: directory, world)
    }

    @Test func `the running kiosk's word is read as it was written, until it is taken back`() throws {
        note().write(.offline(since: since, because: .noAnswer))
        let contents = try #require(note().read())
        #expect(contents.link == "offline" && contents.since == since)
        #expect(contents.sentence == LinkTrouble.noAnswer.sentence)
        note().write(.online)
        #expect(note().read()?.link == "online" && note().read()?.since == nil)
        note().remove()
        #expect(note().read() == nil)
    }

    @Test func `the word of a kiosk that ended before the machine was started again is not believed`() {
        note(bootID: "the last").write(.online)
        #expect(note().read() == nil)
    }

    @Test(arguments: ["", "{}", "[1]", #"{"link":"online","sentence":"","process":-1,"bootID":"this"}"#])
    func `a damaged note is none`(text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.file("link.json")))
        #expect(note().read() == nil)
    }
}
