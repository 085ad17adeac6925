import CFaultyVFS
import Foundation
import Testing

@testable import KioskStorage

/// The disk below a data folder, which does as a test tells it. Ends with the last reference.
final class FaultyDisk {
    private let watch: OpaquePointer

    /// - Parameter isRecording: whether everything that is written is kept, for ``DiskImage``.
    init(below directory: DataDirectory, isRecording: Bool = false) throws {
        try #require(faulty_install())
        watch = try #require(faulty_begin(directory.path, isRecording))
    }

    deinit { faulty_end(watch) }

    /// Lets the `number`th operation from now fail, the first being 1, and with `lasts` all after it.
    func fail(_ fault: faulty_fault, at number: Int, lasts: Bool = false) { faulty_fail(watch, fault, number, lasts) }

    func heal() { faulty_fail(watch, FAULTY_NONE, 0, false) }

    /// How often the fault was met.
    var failures: Int { faulty_failures(watch) }

    /// How much has been recorded.
    var count: Int { faulty_count(watch) }

    func record(_ index: Int) -> faulty_record { faulty_record_at(watch, index) }
}
