import CloudDomain
import CloudLink
import CloudStorage
import Foundation
import Kiosk
import Reception
import TestSupport
import Testing

@testable import KioskStorage

/// A first sync over a network that is cut, from the real server.
struct SnapshotResumingTests {
    /// Compressed, a thousand passes and their mark are some 40,000 bytes: a connection brings a part or two.
    private static let cut = FaultProxy.Mode.cut(afterBytes: 80_000)

    @Test func `a load that is cut goes on where it was, and takes what changed meanwhile`() async throws {
        let premises = try await Premises()
        let kiosk = try await premises.kiosk()
        let invited = try (0..<6).map { _ in try premises.invite(1000) }
        var held: [Int] = []
        for round in 1...20 {
            premises.network.setMode(Self.cut)
            if await onThread({ (try? kiosk.puller.pullAll()) != nil }) { break }
            held.append(try kiosk.store.summary().loadedPasses ?? 0)
            #expect(try kiosk.store.cursor() == nil)
            if round == 1 {
                try premises.cloud.write { try $0.cancelAppointment(invited[0].appointment.id) }
                try premises.cloud.write { try $0.withdrawPass(invited[5].passes[7].id) }
            }
        }
        #expect(held.count >= 2 && held[0] >= 1000)
        #expect(held == held.sorted())
        premises.network.setMode(.pass)
        try await onThread { Result { try kiosk.puller.pullAll() } }.get()
        try await expectTruth(premises, kiosk)
        #expect(try kiosk.known(invited[0].passes[0].id).record?.state == .cancelled)
        #expect(try kiosk.known(invited[5].passes[7].id).record?.state == .withdrawn)
        try await premises.stop()
    }

    @Test func `a load that cannot go on, because the cloud has another history, begins from nothing`() async throws {
        let premises = try await Premises()
        let kiosk = try await premises.kiosk()
        for _ in 0..<4 { try premises.invite(1000) }
        premises.network.setMode(Self.cut)
        #expect(await onThread { (try? kiosk.puller.pullAll()) == nil })
        #expect((try kiosk.store.summary().loadedPasses ?? 0) > 0)
        try premises.changeEpoch()
        premises.network.setMode(.pass)
        try await onThread { Result { try kiosk.puller.pullAll() } }.get()
        #expect(try kiosk.store.cursor()?.epoch.hasSuffix("x") == true)
        try await expectTruth(premises, kiosk)
        try await premises.stop()
    }
}
