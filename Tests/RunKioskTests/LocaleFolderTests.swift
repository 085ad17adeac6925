import Foundation
import Kiosk
import Testing

@testable import RunKiosk

/// An administrator's own texts, from a folder.
@Suite final class LocaleFolderTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "locales-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func read(_ path: String? = nil) -> (Catalogs, [String]) {
        var told: [String] = []
        let catalogs = LocaleFolder(path: path ?? folder.path).catalogs { told.append($0.description) }
        return (catalogs, told)
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    @Test func `no folder and an empty one change nothing and say nothing`() {
        for path in ["", folder.path, folder.path + "/none", "/dev/null"] {
            let (catalogs, told) = read(path)
            #expect(catalogs == .embedded)
            #expect(told == [])
        }
    }

    @Test func `a file's texts are taken, and what it lacks is told once`() throws {
        try write("welcome = Hello\n", "en.txt")
        let (catalogs, told) = read()
        #expect(catalogs != .embedded)
        #expect(told.count == 1)
        #expect(told[0].hasPrefix(folder.path + "/en.txt: "))
        #expect(told[0].contains("texts are missing"))
    }

    @Test func `a broken file, an endless one and one that is no file are told and change nothing`() throws {
        try write("welcome = {\n", "ja.txt")
        try write(String(repeating: "x", count: 1_000_000), "en.txt")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "ko.txt"), withIntermediateDirectories: true)
        #expect(mkfifo(folder.appending(path: "zh-Hans.txt").path, 0o600) == 0)
        let (catalogs, told) = read()
        #expect(catalogs == .embedded)
        #expect(told.count == 4)
        #expect(told[0].contains("ja.txt, line 1: a { has no } after it"))
        #expect(told[1].contains("en.txt: the file has more than"))
    }

    @Test func `of a file full of mistakes the first few are told`() throws {
        try write((0..<500).map { "key\($0) = a" }.joined(separator: "\n"), "ja.txt")
        #expect(read().1.count == 20)
    }
}
