import Foundation
import TestSupport
import Testing

/// A kiosk that was stolen or is given away.
extension EndToEnd {
    @Suite struct RevocationTests {
        @Test func `scenario 40: a stolen kiosk is revoked: it stops at once, deletes what it has, and says so`()
            async throws
        {
            let place = try await Installation()
            try place.add(.administrator)
            let visitors = try place.appointment(visitors: ["青空商事;客一;", "青空商事;客二;"]).visitors
            let kiosk = try await place.openInformedKiosk()
            try kiosk.type(visitors[0].token)
            try await kiosk.wait(for: "客一 様")
            try await place.waitForEmptyQueue()
            let (whole, keyless) = try copies(of: place)
            try unreadable(keyless, in: place)
            try revoke(place)
            let screen = try await kiosk.wait(for: "この端末は失効しました", within: .seconds(60))
            #expect(screen.contains("係員へお知らせください") && !screen.contains("客一"))
            try await eventually("nothing is left") { try self.kept(place) == ["revoked"] }
            // Nobody is received any more, by code or by passcode.
            try kiosk.type(visitors[1].token)
            try await kiosk.typeSlowly(visitors[1].passcode)
            try await Task.sleep(for: .seconds(1))
            #expect(try !kiosk.screen().contains("客二"))
            #expect(try place.status().link == "revoked")
            try kiosk.press("C-q")
            #expect(try await kiosk.waitForEnd() == 0)
            // A start without the cloud says it as well.
            place.cutNetwork()
            let again = try await openAnyKiosk(place)
            try await again.wait(for: "この端末は失効しました")
            place.network.setMode(.pass)
            // Its token is worth nothing in a copy of its files either.
            let copy = try place.kiosk("sync", "--once", configuration: whole)
            #expect(copy.status == 1 && copy.err.contains("revoked"))
            #expect(try place.visits().map(\.visitor) == ["客一"])
        }

        @Test func `a kiosk that was off while it was revoked deletes what it has at its next contact`() async throws {
            let place = try await Installation()
            let visitors = try place.appointment(visitors: ["青空商事;客一;", "青空商事;客二;"]).visitors
            try #require(try place.kiosk("sync", "--once").status == 0)
            try revoke(place)
            place.cutNetwork()
            // The thief keeps it from the network: it goes on by what it knows, and nothing it holds lies open.
            let kiosk = try await openAnyKiosk(place)
            try kiosk.type(visitors[0].token)
            try await kiosk.wait(for: "客一 様")
            try await kiosk.goHome()
            place.network.setMode(.pass)
            try await kiosk.wait(for: "この端末は失効しました", within: .seconds(60))
            try await eventually("nothing is left") { try self.kept(place) == ["revoked"] }
            #expect(try place.visits().isEmpty)
        }

        // MARK: - Steps

        private func revoke(_ place: Installation) throws {
            struct Listing: Decodable { let kiosk: UUID }
            let list = try JSONDecoder().decode([Listing].self, from: Data(place.cloud("kiosk", "list", "--json").utf8))
            let told = try place.cloud("kiosk", "revoke", try #require(list.first).kiosk.uuidString)
            #expect(told.contains("revoked"))
        }

        /// A kiosk that need not have anything to offer.
        private func openAnyKiosk(_ place: Installation) async throws -> TerminalScreen {
            try TerminalScreen(
                [Command.built("uketsuke-kiosk"), "run", "--config", place.configuration],
                environment: ["TZ": Installation.timeZone])
        }

        /// What is in the kiosk's folder beside its lock and its log.
        private func kept(_ place: Installation) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: place.kioskData)
                .filter { !$0.hasSuffix(".lock") && !$0.hasPrefix("kiosk.log") && $0 != "link.json" }.sorted()
        }

        /// Two copies of the kiosk's files, as a thief makes them: one whole, one without the key. Their configurations.
        private func copies(of place: Installation) throws -> (whole: String, keyless: String) {
            let files = try ["whole", "keyless"].map { name in
                try FileManager.default.copyItem(atPath: place.kioskData, toPath: place.folder.file(name))
                let text = "data_dir = \"\(place.folder.file(name))\"\n"
                return try place.folder.write(Data(text.utf8), to: "\(name).conf")
            }
            try FileManager.default.removeItem(atPath: place.folder.file("keyless/kiosk.key"))
            return (files[0], files[1])
        }

        /// Without its key the kiosk's data opens to nobody, neither by our programs nor by looking into the files.
        private func unreadable(_ configuration: String, in place: Installation) throws {
            let status = try place.kiosk("status", configuration: configuration)
            #expect(status.status == 78 && status.err.contains("key"), "\(status.err)")
            let folder = place.folder.file("keyless")
            for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
                let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data()
                for secret in ["客一", "客二", "青空商事", Colleague.administrator.name] {
                    #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
                }
            }
        }
    }
}
