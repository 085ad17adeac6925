import Foundation
import GRDB
import Kiosk

#if canImport(Glibc)
    import Glibc
#endif

extension StorageFailure {
    /// What the system refused, in a sentence.
    ///
    /// - Parameter doing: the beginning of the sentence: what could not be done.
    init(errno: Int32, doing: String) {
        switch errno {
        case ENOSPC, EDQUOT:
            self.init(reason: .full, description: "\(doing): the disk is full. Free some space.")
        case EROFS:
            self.init(reason: .readOnly, description: "\(doing): the disk is read-only. Check it and mount it again.")
        case EACCES, EPERM:
            self.init(reason: .readOnly, description: "\(doing): this user may not. Check owner and mode.")
        default:
            self.init(reason: .other, description: "\(doing): \(String(cString: strerror(errno))). Check the disk.")
        }
    }

    /// What SQLite refused, in a sentence; never its own message, which may quote what is in the rows.
    ///
    /// - Parameter directory: where the file is. SQLite tells of an I/O error, whatever was the cause; whether it is that
    ///   the kernel has made the file system read-only is asked for here.
    init(_ error: any Error, file: String, in directory: DataDirectory) {
        switch error {
        case let failure as StorageFailure: self = failure
        case let error as DatabaseError where error.resultCode == .SQLITE_IOERR && directory.isReadOnly:
            self.init(errno: EROFS, doing: "\(file) cannot be written")
        case let error as DatabaseError: self.init(error, file: file)
        case is RowDecodingError:
            self.init(
                reason: .damaged,
                description: "\(file) is damaged. It is set aside when uketsuke-kiosk starts.")
        case is UnsealableRow:
            self.init(
                reason: .damaged, description: "\(file) holds a record that cannot be opened with this kiosk's key.")
        case let error as WrongSetting:
            self.init(
                reason: .other,
                description:
                    "\(file) does not take the setting \(error.pragma), without which it is not safe; is the disk local?"
            )
        case is UnfinishedFile:
            self.init(
                reason: .other,
                description: "\(file) is not complete, or of an older release; start uketsuke-kiosk run first.")
        case is NewerSchema:
            self.init(reason: .other, description: "\(file) was written by a newer release; install that one.")
        default:
            self.init(reason: .other, description: "\(file) could not be used; check the disk.")
        }
    }

    private init(_ error: DatabaseError, file: String) {
        let code = error.extendedResultCode.rawValue
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(reason: .full, description: "\(file) cannot be written: the disk is full. Free some space.")
        case .SQLITE_READONLY, .SQLITE_PERM:
            self.init(
                reason: .readOnly,
                description:
                    "\(file) cannot be written: file or disk is read-only (SQLite \(code)). Check mode and mount.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                reason: .damaged,
                description: "\(file) is damaged (SQLite \(code)). It is set aside when uketsuke-kiosk starts.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                reason: .locked, description: "\(file) is held by another process (SQLite \(code)). Try again.")
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
            self.init(reason: .full, description: "\(file) cannot be used: no space is left. Free some space.")
        case .SQLITE_IOERR:
            self.init(
                reason: .other,
                description: "The disk failed to read or write \(file) (SQLite \(code)). Check the disk.")
        case .SQLITE_CANTOPEN:
            self.init(
                reason: .other, description: "\(file) cannot be opened (SQLite \(code)). Check owner, mode and disk.")
        default:
            self.init(reason: .other, description: "\(file) could not be used (SQLite \(code)). Check the disk.")
        }
    }

    /// The data folder holds no kiosk yet.
    static func nothing(in folder: String) -> StorageFailure {
        StorageFailure(
            reason: .other,
            description: "There is nothing in \(folder) yet; run uketsuke-kiosk enrol or uketsuke-kiosk run first.")
    }

    /// Whether `error` came from a file of ours and not from whoever was called.
    static func isOfStorage(_ error: any Error) -> Bool {
        error is DatabaseError || error is RowDecodingError || error is UnsealableRow || error is StorageFailure
    }

    /// Whether `error` says that the file itself is broken, or that it was closed because it was.
    static func isDamage(_ error: any Error, of path: String) -> Bool {
        if error is UnsealableRow || error is RowDecodingError { return true }
        guard let error = error as? DatabaseError else { return false }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_MISUSE: return true
        // What SQLite will not write to, though the system would let it, claims a format of the future.
        case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY: return isWritable(path)
        // A page number that no file can have: SQLite calls that a full disk too.
        case .SQLITE_FULL: return !SQLiteSettings.isSound(path)
        default: return false
        }
    }

    /// The same of an error at opening: what SQLite then does not understand is not our statement, which never changes,
    /// but the file's format or its schema.
    static func isDamageFoundAtOpening(_ error: any Error, of path: String) -> Bool {
        isDamage(error, of: path) || (error as? DatabaseError)?.resultCode == .SQLITE_ERROR
    }

    private static func isWritable(_ path: String) -> Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return access(path, W_OK) == 0 && access(folder, W_OK) == 0
    }
}
