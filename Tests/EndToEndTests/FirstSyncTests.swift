import Foundation
import Reception
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A kiosk's first sync over a slow line.
extension EndToEnd {
    @Suite struct FirstSyncTests {
        /// Some 40,000 bytes, compressed, are a thousand passes and their mark.
        private static let slowly = FaultProxy.Mode.throttle(bytesPerSecond: 20_000)

        /// How many passes a load has brought, while it is not over.
        private func loaded(_ place: Installation) throws -> Int { try place.status().loadedPasses ?? 0 }

        @Test func `a full sync that is killed goes on where it was, and is whole in the end`() async throws {
            let place = try await Installation()
            let days = try (0..<6).map { _ in
                try place.appointment(visitors: (0..<1000).map { "青空商事;客\($0);" })
            }
            let program = [Command.built("uketsuke-kiosk"), "sync", "--once", "--config", place.configuration]
            let log = place.folder.file("sync.log")
            try Data().write(to: URL(fileURLWithPath: log))
            place.network.setMode(Self.slowly)
            var held = 0
            for _ in 0..<3 {
                let sync = try Command.start(program, log: log)
                defer { Command.end(sync, by: SIGKILL) }
                try await eventually("the load goes on", within: .seconds(60)) {
                    let now = try loaded(place)
                    // One that began from nothing would be seen on its way from there: a thousand passes take seconds.
                    #expect(now >= held)
                    return now > held
                }
                held = try loaded(place)
            }
            // A mark comes with every thousand rows, of which the first are the site and the key.
            #expect(held >= 2990 && held < 6000)
            #expect(try place.status().passes == 0)
            try place.cloud("appointment", "cancel", days[0].appointment)
            place.network.setMode(.pass)
            try #require(try place.kiosk("sync", "--once").status == 0)
            let status = try place.status()
            #expect(status.passes == 6000 && status.loadedPasses == nil)
            #expect(try place.kiosk("check", days[0].token).out.contains("cancelled"))
            #expect(try place.kiosk("check", days[5].token).out.contains("welcome"))
        }
    }
}
