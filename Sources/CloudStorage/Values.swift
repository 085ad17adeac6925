import Foundation
package import GRDB
package import Reception

// How values stand in the database: times as milliseconds, IDs as the text that people see.

extension Instant: DatabaseValueConvertible {
    package var databaseValue: DatabaseValue { milliseconds.databaseValue }

    package static func fromDatabaseValue(_ value: DatabaseValue) -> Instant? {
        Int64.fromDatabaseValue(value).map(Instant.init(milliseconds:))
    }
}

extension PassID: DatabaseValueConvertible {
    package var databaseValue: DatabaseValue { description.databaseValue }

    package static func fromDatabaseValue(_ value: DatabaseValue) -> PassID? {
        String.fromDatabaseValue(value).flatMap { PassID($0) }
    }
}

extension UUID {
    /// As it stands in the database.
    var text: String { uuidString.lowercased() }
}

extension Row {
    /// - Throws: ``StorageFailure`` when the column holds no UUID.
    func uuid(_ column: String) throws -> UUID {
        guard let id = UUID(uuidString: self[column]) else {
            throw StorageFailure(.unusable, "Column \(column) holds no UUID; restore the database from a backup.")
        }
        return id
    }
}
