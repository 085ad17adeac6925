package import CloudDomain
import GRDB
package import Reception

package import struct Reception.Cursor

extension Store: KioskRecords {
    package func enrol(_ request: EnrolmentRequest) async throws -> EnrolmentAnswer {
        try await write { try $0.enrol(request) }
    }

    package func kiosk(credential: String) async throws -> Kiosk? {
        guard let (kiosk, isNew) = try await read({ try $0.kiosk(credential: credential) }) else { return nil }
        if isNew { try await write { try $0.settleCredential(of: kiosk, credential) } }
        return kiosk
    }

    package func rotateCredential(of kiosk: Kiosk) async throws -> CredentialAnswer {
        try await write { try $0.rotateCredential(of: kiosk) }
    }

    package func changes(for kiosk: Kiosk, after cursor: Cursor, limit: Int) async throws -> ChangesPage {
        try await read { try $0.changes(for: kiosk, after: cursor, limit: limit) }
    }

    package func snapshot(
        for kiosk: Kiosk, after point: SnapshotPoint? = nil, hasMarks: Bool = false
    ) async throws -> any SnapshotPages {
        try FeedSnapshot(store: self, kiosk: kiosk, after: point, hasMarks: hasMarks)
    }

    package func record(_ batch: SentBatch, from kiosk: Kiosk) async throws -> EventReceipt {
        try await write { try $0.record(batch, from: kiosk) }
    }

    package func note(_ report: StatusReport, from kiosk: Kiosk) async throws -> StatusAnswer {
        try await write { try $0.note(report, from: kiosk) }
    }

    package func closeForgotten() async throws -> Bool {
        guard try await read({ try $0.isClosingDue() }) else { return false }
        return try await write { try $0.closeForgotten() }
    }

    package func tidy() async throws -> Bool {
        try await write { try $0.tidy() }
    }

    package func newestSequence() async throws -> Int64 {
        try await read { try $0.newestSequence() }
    }
}
