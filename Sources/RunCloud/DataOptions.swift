import ArgumentParser
import CloudStorage
import Reception

/// `--data DIR`, which every command has.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data directory.", valueName: "dir"))
    var data: String

    /// Opens what the directory holds.
    func open() throws -> Store {
        try Store(directory: DataDirectory(data), world: .live)
    }
}
