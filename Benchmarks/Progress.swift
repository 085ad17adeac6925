import Foundation

/// What is going on, told where it does not mix with the figures.
enum Progress {
    static func tell(_ step: String) {
        FileHandle.standardError.write(Data("\(step) …\n".utf8))
    }
}
