import GRDB
import GRDBSQLite

/// The `-wal` file as SQLite has it open.
enum Journal {
    /// Writes the journal over itself and flushes it; within a transaction that writes.
    ///
    /// When a flush fails, the system may forget that the bytes are not on the disk, and the next flush is silent about
    /// them. SQLite does not believe such a commit and writes the next one over it; but whoever opens the file after a
    /// crash finds it whole in the system's memory, takes it for a commit, and appends to it. A power cut would then
    /// take it and, with the chain of checksums broken, all that was appended.
    ///
    /// - Throws: `DatabaseError` when the disk does not take it.
    static func secure(_ db: Database) throws {
        var file: UnsafeMutablePointer<sqlite3_file>?
        try check(sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_JOURNAL_POINTER, &file))
        guard let file, let methods = file.pointee.pMethods?.pointee, let write = methods.xWrite else { return }
        var size: sqlite3_int64 = 0
        try check(methods.xFileSize?(file, &size) ?? SQLITE_OK)
        guard size > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: part)
        for offset in stride(from: 0, to: size, by: part) {
            let count = Int32(min(sqlite3_int64(part), size - offset))
            try check(methods.xRead?(file, &bytes, count, offset) ?? SQLITE_IOERR)
            try check(write(file, bytes, count, offset))
        }
        try check(methods.xSync?(file, SQLITE_SYNC_NORMAL) ?? SQLITE_IOERR)
    }

    /// Bytes that are copied at once.
    private static let part = 65_536

    private static func check(_ code: CInt) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
