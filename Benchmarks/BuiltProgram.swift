import Foundation

/// The programs and libraries that are built together with this one.
enum BuiltProgram {
    /// The path of the program `name`, or of the file that somebody named instead.
    ///
    /// - Throws: ``BenchmarkFailure`` when it cannot be run.
    static func path(_ name: String, instead other: String? = nil) throws -> String {
        let path = other ?? beside(name)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchmarkFailure("There is no program \(path); build \(name) with swift build -c release.")
        }
        return path
    }

    /// Where a file of the same build lies.
    static func beside(_ name: String) -> String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(name).path
    }
}
