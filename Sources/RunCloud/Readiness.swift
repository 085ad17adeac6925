import Foundation
import Logging

#if canImport(Glibc)
    import Glibc
#endif

/// Says that connections are accepted: on standard output and in the ready file.
struct Readiness: Sendable {
    let address: ListenAddress
    let authority: String
    let file: String?

    /// The file is put in place in one step, so that whoever sees it sees all of it.
    func announce(port: Int, logger: Logger) {
        let path = URL(fileURLWithPath: authority).path
        let text = "\(address.baseURL(port: port))\n\(path)\n"
        printText(text)
        guard let file else { return }
        let temporary = file + ".new"
        guard FileManager.default.createFile(atPath: temporary, contents: Data(text.utf8)),
            rename(temporary, file) == 0
        else {
            logger.error("the ready file cannot be written", metadata: ["file": "\(file)"])
            return
        }
    }
}
