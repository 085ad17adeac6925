import ArgumentParser
import CloudStorage
import Foundation
import Reception

/// `--data DIR`, which every command has.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir"))
    var data: String

    /// Opens what the directory holds, and makes it when it holds nothing yet.
    func open() throws -> Store {
        try Store(directory: DataDirectory(data), world: .live)
    }

    /// Opens what the directory holds.
    ///
    /// - Throws: ``CommandFailure`` when it holds no cloud, so that a mistyped path is not an empty answer.
    func openExisting() throws -> Store {
        guard FileManager.default.fileExists(atPath: data + "/cloud.sqlite") else {
            throw CommandFailure(
                "There is no cloud in \(data); check --data, or begin one with uketsuke-cloud site add.")
        }
        return try open()
    }
}
