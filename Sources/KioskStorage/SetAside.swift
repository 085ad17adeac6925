import Foundation
import Kiosk
import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// Moving a damaged database out of the way, with what belongs to it.
enum SetAside {
    private static let companions = ["-wal", "-shm"]

    /// Whether something stands at `path` that SQLite would not recognise as damage but quietly begin anew: an emptied
    /// file, a journal whose database is gone, a folder.
    ///
    /// An empty file is an emptied one only beside a journal, which every file has that was once begun; without it, the
    /// first opening was interrupted.
    static func isNeeded(at path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return size(of: path + "-wal") > 0 }
        return status.st_mode & S_IFMT != S_IFREG || status.st_size == 0 && exists(path + "-wal")
    }

    /// Whether a database is yet to be made at `path`.
    static func isFree(_ path: String) -> Bool { size(of: path) == 0 }

    /// The database's name, given its own or that of a file that belongs to it.
    static func mainName(_ name: String) -> String {
        companions.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
    }

    /// Renames the database and its journal to a name with the time, never over an earlier one.
    ///
    /// - Returns: the new path; `nil` when nothing was there.
    static func keep(_ path: String, _ world: World) throws(StorageFailure) -> String? {
        let stamp = world.now().rfc3339.replacing(":", with: "")
        var target = "\(path).damaged-\(stamp)"
        var copy = 1
        while exists(target) || companions.contains(where: { exists(target + $0) }) {
            copy += 1
            target = "\(path).damaged-\(stamp)-\(copy)"
        }
        return try move(path, to: target) ? target : nil
    }

    /// Renames the database to the one name for damaged copies that can be fetched again, over an earlier one.
    static func replaceable(_ path: String) throws(StorageFailure) -> String? {
        let target = path + ".damaged"
        for suffix in [""] + companions { try? FileManager.default.removeItem(atPath: target + suffix) }
        return try move(path, to: target) ? target : nil
    }

    /// The journal goes first: should the power fail in between, a database is never joined by a journal not its own.
    private static func move(_ path: String, to target: String) throws(StorageFailure) -> Bool {
        var hasMoved = false
        for suffix in companions + [""] where exists(path + suffix) {
            guard rename(path + suffix, target + suffix) == 0 else {
                throw StorageFailure(errno: errno, doing: "The damaged \(path) cannot be moved aside")
            }
            hasMoved = true
        }
        return hasMoved
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
