import CloudDomain
import CloudStorage
import Crypto
import Foundation
import GRDB
import Reception
import TestSupport
import Testing

/// What staff did is chained at the kiosk; whoever changes it later is found out.
struct AuditTests {
    private let stream = UUID()

    private func hex(_ data: Data) -> String {
        SHA256.hash(data: data).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A stream as a kiosk makes it: staff events at the given numbers, check-ins between them.
    private func chain(_ ground: Ground, _ numbers: Set<Int64> = [2, 3, 6], count: Int64 = 6) throws -> [Event] {
        var previous = hex(Data(stream.uuidString.lowercased().utf8))
        return try (1...count).map { number in
            guard numbers.contains(number) else { return ground.event(.refusal, nil, sequence: number, stream: stream) }
            var event = ground.event(.staff, nil, sequence: number, stream: stream)
            (event.staff, event.act, event.previous) = (UUID(), StaffAct(.signedIn), previous)
            previous = hex(try Wire.encode(event))
            return event
        }
    }

    private func findings(_ ground: Ground) throws -> [AuditFinding] {
        try ground.store.read { try $0.auditReports() }.flatMap(\.findings)
    }

    private func record(_ events: [Event], _ ground: Ground) async throws {
        let kiosk = try await ground.kiosk()
        let receipt = try await ground.store.record(events.map { .event($0) }, from: kiosk)
        #expect(receipt.results.allSatisfy { $0.status == .accepted })
    }

    @Test func `a chain that came as it was made is whole, in whatever order it came`() async throws {
        let ground = try Ground()
        try await record(chain(ground).shuffled(), ground)
        let reports = try ground.store.read { try $0.auditReports() }
        #expect(reports.map(\.events) == [3] && reports.map(\.findings) == [[]])
        #expect(reports.map(\.stream) == [stream] && reports.map(\.kiosk) == ["entrance"])
    }

    @Test func `an event that was altered in the database is found, and nothing else is`() async throws {
        let ground = try Ground()
        try await record(chain(ground), ground)
        try await ground.pool.write {
            try $0.execute(sql: "UPDATE event SET body = replace(body, 'signedIn', 'viewed') WHERE sequence = 3")
        }
        #expect(try findings(ground).map(\.kind) == [.altered])
        #expect(try findings(ground).map(\.sequence) == [3])
    }

    @Test func `an event that was altered together with its digest breaks the chain after it`() async throws {
        let ground = try Ground()
        let events = try chain(ground)
        try await record(events, ground)
        var forged = events[2]
        forged.act = StaffAct(.viewed)
        let digest = Data(SHA256.hash(data: try Wire.encode(forged)))
        try await ground.pool.write {
            try $0.execute(
                sql: """
                    UPDATE event SET body = replace(body, 'signedIn', 'viewed'), digest = ? WHERE sequence = 3
                    """, arguments: [digest])
        }
        #expect(try findings(ground).map(\.kind) == [.broken])
        #expect(try findings(ground).map(\.sequence) == [6])
    }

    @Test(arguments: [(Int64(3), 6), (2, 3)])
    func `an event that is not there is missed by the next one`(_ gone: Int64, _ next: Int) async throws {
        let ground = try Ground()
        try await record(chain(ground).filter { $0.sequence != gone }, ground)
        #expect(try findings(ground).map(\.kind) == [.missing])
        #expect(try findings(ground).map(\.sequence) == [Int64(next)])
    }

    @Test func `what an older cloud kept without its chain is named, and no forgery`() async throws {
        let ground = try Ground()
        try await record(chain(ground), ground)
        // As the migration leaves what came before it.
        try await ground.pool.write { try $0.execute(sql: "UPDATE event SET isChained = 0 WHERE sequence = 3") }
        #expect(try findings(ground).map(\.kind) == [.older])
        #expect(try findings(ground).map(\.sequence) == [6])
    }

    @Test func `the commands verify, list and export what is on record, and find an export that was touched`()
        async throws
    {
        let ground = try Ground()
        try await record(chain(ground), ground)
        let (program, data) = (Command.built("uketsuke-cloud"), ground.folder.file("data"))
        func run(_ words: String...) throws -> Command.Result { try Command.run([program, "audit"] + words) }
        let verified = try run("verify", "--data", data)
        #expect(verified.status == 0 && verified.out.hasPrefix("whole\tentrance\t\(stream.uuidString.lowercased())"))
        let listed = try run("list", "--data", data).out.split(separator: "\n")
        #expect(listed.count == 3 && listed.allSatisfy { $0.contains("\tunknown\tsignedIn\t") })
        let export = try run("export", "--data", data).out
        let file = ground.folder.file("audit.jsonl")
        try Data(export.utf8).write(to: URL(fileURLWithPath: file))
        #expect(try run("verify", "--file", file).status == 0)
        let lines = export.split(separator: "\n")
        for touched in [
            lines[0] + "\n" + lines[2], export.replacing("signedIn", with: "viewed", maxReplacements: 1)[...],
        ] {
            try Data(touched.utf8).write(to: URL(fileURLWithPath: file))
            let result = try run("verify", "--file", file)
            #expect(result.status == 1 && result.out.contains("NOT WHOLE") && result.err.contains("1 finding"))
        }
    }

    @Test func `an unchained staff action and a number that came twice are found`() async throws {
        let ground = try Ground()
        var events = try chain(ground, [1, 2], count: 2)
        var stray = ground.event(.checkIn, PassID(1), sequence: 3, stream: stream)
        stray.staff = UUID()
        var double = events[1]
        double.id = UUID()
        events += [stray, double]
        try await record(events, ground)
        #expect(try findings(ground).map(\.kind) == [.doubled, .unchained])
    }

    @Test func `nothing on record is nothing wrong, and visitors' own deeds are no part of it`() async throws {
        let ground = try Ground()
        try await record([ground.event(.checkIn, PassID(1))], ground)
        #expect(try ground.store.read { try $0.auditReports() }.isEmpty)
        #expect(try ground.store.read { try $0.auditLines() }.isEmpty)
    }

    @Test func `the list names who, what and when, and no visitor`() async throws {
        let ground = try Ground()
        let staff = try ground.store.write {
            try $0.addStaff(
                number: "7", name: "田中", role: .desk,
                pin: PINHash(salt: Data(), hash: Data(), rounds: 2, blockSize: 1, parallelism: 1), site: nil)
        }.record
        var event = ground.event(.walkIn, PassID(1), stream: stream)
        event.walkIn = WalkIn(name: "Bob", company: "ACME", headcount: 1, language: "en")
        event.staff = staff.id
        event.previous = hex(Data(stream.uuidString.lowercased().utf8))
        try await record([event], ground)
        let line = try #require(try ground.store.read { try $0.auditLines() }.first)
        let record = AuditRecord(line, staff: try ground.store.read { try $0.staffNames() }[staff.id])
        #expect(record.staff == "田中" && record.deed == "walkIn" && record.pass == PassID(1))
        #expect(!AuditRecord.csv([record]).contains("Bob"))
        #expect(try findings(ground).isEmpty)
    }
}
