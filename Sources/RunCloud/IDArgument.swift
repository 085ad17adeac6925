import ArgumentParser
import Foundation

/// An ID as the commands print it.
struct IDArgument: ExpressibleByArgument {
    let value: UUID

    init?(argument: String) {
        guard let value = UUID(uuidString: argument) else { return nil }
        self.value = value
    }
}
