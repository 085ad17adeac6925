package import CloudDomain
import Foundation
import GRDB
import Reception

extension Transaction {
    /// Every chained event, stream by stream in order of sequence.
    package func auditLines() throws -> [AuditLine] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT body, digest FROM event WHERE tenant = ? AND isChained ORDER BY stream, sequence, rowid
                """, arguments: [tenant().number]
        ).map { AuditLine(try Self.recorded($0["body"]), digest: $0["digest"]) }
    }

    /// What became of every stream's chain.
    package func auditReports() throws -> [AuditReport] {
        let tenant = try tenant().number
        let streams = Dictionary(grouping: try auditLines()) { $0.event.stream }
        return try streams.sorted { $0.key.uuidString < $1.key.uuidString }.map { stream, lines in
            try AuditChain.check(lines, stream: stream) { try gap($0, of: stream, tenant: tenant) }
        }
    }

    /// What a chain that does not close says, by what else is on record between its links.
    private func gap(_ numbers: Range<Int64>, of stream: UUID, tenant: TenantNumber) throws -> AuditFinding.Kind {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT count(DISTINCT sequence) AS known, coalesce(max(kind = 'staff' AND NOT isChained), 0) AS isOlder
                FROM event WHERE tenant = ? AND stream = ? AND sequence >= ? AND sequence < ?
                """, arguments: [tenant, stream.text, numbers.lowerBound, numbers.upperBound])
        guard let row, row["known"] == Int64(numbers.count) else { return .missing }
        return row["isOlder"] ? .older : .broken
    }
}
