import CFaultyVFS
import Foundation
import TestSupport

@testable import KioskStorage

/// What a disk holds for certain, and what it may hold: everything that was flushed, and of the rest who knows.
///
/// When a flush fails, the system forgets what it was about: those bytes may be on the disk, and no later flush sees to
/// it ("fsyncgate"; A. Rebello et al., "Can Applications Recover from fsync Failures?", 2020).
struct DiskImage {
    private enum Change {
        case write(offset: Int, bytes: [UInt8])
        case truncation(Int)
        case deletion
    }

    private var files: [String: [UInt8]] = [:]
    private var pending: [String: [Change]] = [:]

    /// Follows what was done.
    mutating func take(_ record: faulty_record, _ chance: inout Chance) {
        let name = String(cString: record.name)
        switch record.operation {
        case FAULTY_SYNC:
            let changes = pending.removeValue(forKey: name) ?? []
            for change in changes where !record.has_failed || Bool.random(using: &chance) { apply(change, to: name) }
            if !record.has_failed { applyDeletions() }
        case FAULTY_TRUNCATE: pending[name, default: []].append(.truncation(Int(record.size)))
        case FAULTY_DELETE: pending[name, default: []].append(.deletion)
        default:
            let bytes = Array(UnsafeBufferPointer(start: record.bytes, count: Int(record.size)))
            pending[name, default: []].append(.write(offset: Int(record.offset), bytes: bytes))
        }
    }

    /// What a power cut now leaves: of what was not flushed all, nothing, a part in any order, or torn sectors.
    func cut(_ chance: inout Chance) -> DiskImage {
        var left = self
        left.pending = [:]
        for (name, changes) in pending.sorted(by: { $0.key < $1.key }) {
            let whole = Int.random(in: 0...3, using: &chance)
            for change in changes {
                switch whole {
                case 0: left.apply(change, to: name)
                case 1: break
                case 2 where Bool.random(using: &chance): left.apply(change, to: name)
                case 2: break
                default: left.tear(change, of: name, &chance)
                }
            }
        }
        return left
    }

    /// Lays the files down in a folder.
    func write(to directory: DataDirectory) throws {
        for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: directory.file(name))) }
    }

    /// A deleted file does not come back after a later flush: SQLite flushes the folder with each new journal.
    private mutating func applyDeletions() {
        for (name, changes) in pending {
            guard let last = changes.lastIndex(where: { if case .deletion = $0 { true } else { false } }) else {
                continue
            }
            files[name] = nil
            pending[name] = Array(changes[(last + 1)...])
        }
    }

    private static let sector = 512

    /// Applies some sectors of a write; anything else happens or does not.
    private mutating func tear(_ change: Change, of name: String, _ chance: inout Chance) {
        guard case .write(let offset, let bytes) = change else {
            if Bool.random(using: &chance) { apply(change, to: name) }
            return
        }
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + DiskImage.sector - (offset + start) % DiskImage.sector)
            if Bool.random(using: &chance) {
                apply(.write(offset: offset + start, bytes: Array(bytes[start..<end])), to: name)
            }
            start = end
        }
    }

    private mutating func apply(_ change: Change, to name: String) {
        switch change {
        case .deletion: files[name] = nil
        case .truncation(let size): resize(name, to: size)
        case .write(let offset, let bytes):
            resize(name, to: max(files[name]?.count ?? 0, offset + bytes.count))
            files[name]?.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
    }

    private mutating func resize(_ name: String, to size: Int) {
        let old = files[name, default: []]
        files[name] = size < old.count ? Array(old[..<size]) : old + [UInt8](repeating: 0, count: size - old.count)
    }
}
