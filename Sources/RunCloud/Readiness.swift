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

    private var temporary: String? { file.map { $0 + ".new" } }

    /// Asked before anything is served.
    ///
    /// - Throws: ``CommandFailure`` when the ready file cannot be written.
    func probe() throws {
        guard let file, let temporary else { return }
        var isFolder: ObjCBool = false
        let isTaken = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && isFolder.boolValue
        guard !isTaken, FileManager.default.createFile(atPath: temporary, contents: Data()) else {
            throw CommandFailure("The ready file \(file) cannot be written; check its folder and the space.")
        }
        unlink(temporary)
    }

    /// The file is put in place in one step, so that whoever sees it sees all of it. The server runs by now, so what
    /// fails here is logged.
    func announce(port: Int, logger: Logger) {
        let path = URL(fileURLWithPath: authority).path
        let text = "\(address.baseURL(port: port))\n\(path)\n"
        do {
            try printText(text)
        } catch {
            logger.warning("the address cannot be printed", metadata: ["why": "\(error)"])
        }
        guard let file, let temporary else { return }
        guard FileManager.default.createFile(atPath: temporary, contents: Data(text.utf8)),
            rename(temporary, file) == 0
        else {
            logger.error("the ready file cannot be written", metadata: ["file": "\(file)"])
            return
        }
    }
}
