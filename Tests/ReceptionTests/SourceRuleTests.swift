import Foundation
import Testing

/// Rules of the house that the compiler does not see.
@Suite struct SourceRuleTests {
    private var sources: [(path: String, text: String)] {
        get throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Sources")
            let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects ?? []
            return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
                ($0.path, try String(contentsOf: $0, encoding: .utf8))
            }
        }
    }

    @Test func `clocks and chance come from the world alone`() throws {
        let forbidden =
            /\bDate\(\)|\bUUID\(\)|\.random\(|\.randomElement\(|\.shuffled\(|(Continuous|Suspending)Clock\(\)|\bDate\.now\b/
        let found = try sources.filter { !$0.path.hasSuffix("/Reception/World.swift") && $0.text.contains(forbidden) }
        #expect(found.map(\.path) == [])
        #expect(try sources.count > 100)
    }

    @Test func `nothing is public`() throws {
        let found = try sources.filter { $0.text.contains(#/(?m)^\s*public\s/#) }
        #expect(found.map(\.path) == [])
    }

    @Test func `the kiosk's modules never import the server's, nor adapters one another`() throws {
        let adapters = Set(["Curses", "ScanLink", "CloudLink", "KioskStorage", "Scanner"])
        for (path, text) in try sources {
            let module =
                path.components(separatedBy: "/Sources/").last?.split(separator: "/").first.map(String.init) ?? ""
            let imports = Set(text.matches(of: #/(?m)^(?:@testable |package )?import (\w+)/#).map { String($0.1) })
            if !module.hasPrefix("Cloud") && module != "RunCloud" || module == "CloudLink" {
                #expect(imports.isDisjoint(with: ["NIOCore", "Hummingbird", "CloudHTTP", "CloudStorage"]), "\(path)")
            }
            if module.hasPrefix("Cloud"), module != "CloudLink" { #expect(!imports.contains("Kiosk"), "\(path)") }
            if adapters.contains(module) { #expect(imports.isDisjoint(with: adapters), "\(path)") }
            if module == "Reception" { #expect(imports.isSubset(of: ["Foundation", "Crypto", "Glibc"]), "\(path)") }
        }
    }
}
