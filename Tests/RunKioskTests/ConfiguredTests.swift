import Foundation
import Kiosk
import KioskStorage
import TestSupport
import Testing

@testable import RunKiosk

/// Another configuration file is on record.
@Suite struct ConfiguredTests {
    @Test func `a changed file is one chained event, the first start and an unchanged file none`() throws {
        let folder = try TemporaryDirectory()
        let data = folder.file("data")
        let premises = try Premises.open(Configuration(dataDirectory: data), as: .owner)
        func start(_ text: String) throws -> Int {
            try premises.store.noteConfiguration(Data(text.utf8), at: premises.clock.moment)
            return try premises.store.counts().waiting
        }
        #expect(try start("language = \"ja\"") == 0)
        #expect(try start("language = \"ja\"") == 0)
        #expect(try start("language = \"en\"") == 1)
        #expect(try start("language = \"en\"") == 1)
        #expect(try start("language = \"ja\"") == 2)
        let file = try folder.write(Data("data_dir = \"\(data)\"\n".utf8), to: "kiosk.conf")
        #expect(try Configuration.load(file).source == FileManager.default.contents(atPath: file))
        let verified = try Command.run([Command.built("uketsuke-kiosk"), "audit", "verify", "--config", file])
        #expect(verified.status == 0 && verified.out.contains("2 deeds checked"))
    }
}
