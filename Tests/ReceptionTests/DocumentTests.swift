import Foundation
import Testing

/// What the documents name is there.
@Suite struct DocumentTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What stands between backticks, document by document.
    private func quotes(_ document: String) throws -> [String] {
        let text = try String(contentsOf: Self.root.appending(path: document), encoding: .utf8)
        return text.matches(of: #/`([^`\n]+)`/#).map { String($0.1) }
    }

    private func files(below folder: String) -> [URL] {
        let root = Self.root.appending(path: folder)
        return FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects
            .compactMap { $0 as? URL } ?? []
    }

    @Test(arguments: ["docs/SECURITY.md", "docs/ARCHITECTURE.md"])
    func `every test file that is named is there`(document: String) throws {
        let tests = files(below: "Tests").filter { $0.pathExtension == "swift" }
        let names = Set(tests.map { $0.deletingPathExtension().lastPathComponent })
        let places = Set(tests.map { $0.deletingPathExtension().pathComponents.suffix(2).joined(separator: "/") })
        let named = try quotes(document).filter { $0.wholeMatch(of: #/(\w+Tests/)?\w+Tests/#) != nil }
        #expect(!named.isEmpty)
        #expect(named.filter { !($0.contains("/") ? places : names).contains($0) } == [])
    }

    @Test func `every test whose sentence is quoted as a defence is there`() throws {
        let tests = try files(below: "Tests").filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }
        // A sentence has blanks and neither a dash nor a slash, as commands and paths do.
        let sentences = try quotes("docs/SECURITY.md").filter {
            $0.split(separator: " ").count > 3 && $0.first?.isLowercase == true && !$0.contains("--")
                && !$0.contains("/")
                && !$0.hasPrefix("uketsuke-") && !$0.hasPrefix("systemd-")
        }
        #expect(sentences.count > 10)
        #expect(sentences.filter { sentence in !tests.contains { $0.contains("func `\(sentence)`") } } == [])
    }

    @Test func `every file that the architecture names is there`() throws {
        let named = try quotes("docs/ARCHITECTURE.md").filter {
            $0.wholeMatch(of: #/[\w+\/-]+\/[\w+.-]+\.(swift|c|txt)/#) != nil
        }
        #expect(named.count > 20)
        let missing = named.filter { name in
            ["", "Sources/"].allSatisfy { prefix in
                !FileManager.default.fileExists(atPath: Self.root.appending(path: prefix + name).path)
            }
        }
        #expect(missing == [])
    }
}
