import Foundation
import Kiosk

/// A folder with an administrator's own texts, one file a language: `ja.txt`, `en.txt`, `zh-Hans.txt`, `ko.txt`.
struct LocaleFolder {
    /// Empty for none.
    let path: String

    /// The program's texts with those of the folder in their places; a file that is missing changes nothing.
    ///
    /// - Parameter tell: is told what is wrong with a file, a sentence each, and of each file only the first few.
    func catalogs(_ tell: (CatalogFault) -> Void) -> Catalogs {
        var catalogs = Catalogs.embedded
        guard !path.isEmpty else { return catalogs }
        for language in Language.allCases {
            let file = path + "/" + Catalogs.fileName(language)
            switch Self.read(file) {
            case .success(let bytes):
                catalogs.replace(language, with: bytes, file: file).prefix(Self.mostFaults).forEach(tell)
            case .failure(ENOENT), .failure(ENOTDIR): break
            case .failure(let error):
                tell(CatalogFault(file: file, line: nil, reason: "the file cannot be read (\(error.text))"))
            }
        }
        return catalogs
    }

    /// One old file would else fill the log at each start.
    private static let mostFaults = 20

    /// A system call's error.
    private struct SystemError: Error {
        var number: Int32

        var text: String { String(cString: strerror(number)) }

        static func ~= (number: Int32, error: SystemError) -> Bool { error.number == number }
    }

    /// Reads at most one byte more than a catalog may have; waits for nothing, whatever the path is.
    private static func read(_ file: String) -> Result<[UInt8], SystemError> {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(SystemError(number: errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(SystemError(number: errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .failure(SystemError(number: EINVAL)) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Catalog.largestFile {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { return .failure(SystemError(number: errno)) }
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        return .success(bytes)
    }
}
