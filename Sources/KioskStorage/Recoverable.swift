import Kiosk
import Synchronization

/// A database file that can be closed, set aside and begun anew while the program runs.
protocol RecoverableFile: AnyObject, Sendable {
    /// Its rows within a transaction.
    associatedtype Rows
    /// One transaction.
    func write<Value>(_ body: (Rows) throws -> Value) throws -> Value
    /// Empties the journal, which else holds what has been deleted until it is written over. Left for the next time
    /// when another process is reading.
    func truncateJournal()
    func close() throws
}

extension RecoverableFile {
    /// Repeats transactions of bounded size until one of them finds nothing more to do.
    ///
    /// - Returns: how much they did together.
    func repeating(_ body: (Rows) throws -> Int) throws -> Int {
        var total = 0
        while true {
            let done = try write(body)
            guard done > 0 else { return total }
            total += done
        }
    }
}

/// The file in use, and what to do when it turns out to be damaged.
///
/// Whoever meets the damage first has it recovered; all others go on with the new file. Connections are closed before
/// the file is moved, because SQLite must not have a file renamed under it.
final class Recoverable<File: RecoverableFile>: Sendable {
    /// Sets the damaged file aside and returns a new one; throws where that is not this process's to do.
    typealias Recovery = @Sendable () throws -> File

    private let file: Mutex<File>
    private let name: String
    private let directory: DataDirectory
    private let recovery: Recovery

    /// - Parameters:
    ///   - name: of the file, for failures.
    ///   - directory: where it is.
    init(_ file: File, name: String, in directory: DataDirectory, recovery: @escaping Recovery) {
        self.file = Mutex(file)
        self.name = name
        self.directory = directory
        self.recovery = recovery
    }

    /// The file as it is now.
    var current: File { file.withLock { $0 } }

    /// Runs `body`, and once more on the new file when the one in use was damaged.
    func use<Value>(_ body: (File) throws -> Value) throws(StorageFailure) -> Value {
        let used = current
        do {
            return try body(used)
        } catch {
            do {
                return try body(try replacement(for: used, after: error))
            } catch {
                throw StorageFailure(error, file: name, in: directory)
            }
        }
    }

    /// The file to go on with after `error` on `used`.
    ///
    /// - Throws: `error` itself when it was no damage.
    @discardableResult
    func replacement(for used: File, after error: any Error) throws -> File {
        guard StorageFailure.isDamage(error, of: directory.file(name)) else { throw error }
        return try file.withLock { file in
            if file === used { try recover(&file) }
            return file
        }
    }

    private func recover(_ file: inout File) throws {
        try file.close()
        file = try recovery()
    }
}
