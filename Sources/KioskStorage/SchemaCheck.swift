import GRDB

/// Whether a file still has the schema that its migrations made, to the letter.
///
/// SQLite takes a schema in which a byte was flipped for a schema like any other: the name of a column is then another,
/// and every statement that uses it fails.
struct SchemaCheck {
    /// Name and SQL of each table.
    private let tables: Set<[String]>

    /// - Parameter migrator: makes the schema, here of an empty database in memory.
    init(_ migrator: DatabaseMigrator) throws {
        let model = try DatabaseQueue()
        try migrator.migrate(model)
        tables = try model.read(SchemaCheck.tables)
    }

    /// - Throws: `DatabaseError` CORRUPT when a table is missing or another.
    func verify(_ db: Database) throws {
        guard try SchemaCheck.tables(db).isSuperset(of: tables) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
    }

    private static func tables(_ db: Database) throws -> Set<[String]> {
        let rows = try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return try Set(rows.map { [try $0.decode(atIndex: 0), try $0.decode(String?.self, atIndex: 1) ?? ""] })
    }
}
