import Foundation
import GRDB
import Reception

/// Fills the cloud's feed with passes as kiosks are told of them.
///
/// Issuing a million passes one by one takes longer than all that is measured, so only the feed's rows are made: nobody
/// shows these passes, but a kiosk fetches, keeps and searches them as any other.
struct FeedFiller {
    let database: String

    /// Rows of one transaction.
    private static let part = 10_000

    /// Adds rows until the feed holds `total` passes.
    func fill(to total: Int) throws {
        let queue = try DatabaseQueue(path: database)
        defer { try? queue.close() }
        var count = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM change WHERE kind = 'pass'") ?? 0 }
        while count < total {
            let rows = min(FeedFiller.part, total - count)
            try queue.write { db in for number in count..<count + rows { try add(number, db) } }
            count += rows
        }
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    private func add(_ number: Int, _ db: Database) throws {
        let now = World.live.now()
        let window = now..<now.advanced(by: .seconds(86_400 * Int64(1 + number % 60)))
        let pass = PassRecord(
            id: PassID(World.live), kind: .single, state: .active, site: 1, window: window, appointment: window,
            passcode: Passcode(World.live).digits, visitor: "訪問者 \(number)", company: "青空商事株式会社", title: "打合せ",
            room: "会議室 A", hosts: [HostCard(name: "佐藤 花子", phone: "1234")], language: number % 3 == 0 ? "en" : nil)
        let body = String(decoding: try Wire.encode(Change.pass(pass)), as: UTF8.self)
        try db.cachedStatement(
            sql: "INSERT INTO change (tenant, site, kind, key, changedAt, body) VALUES (1, 1, 'pass', ?, ?, ?)"
        ).execute(arguments: [pass.id.description, now.milliseconds, body])
    }
}
