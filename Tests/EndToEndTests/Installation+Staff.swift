import Foundation
import TestSupport
import Testing

/// Somebody of the staff, as a test signs them in.
struct Colleague: Sendable {
    var number: String
    var name: String
    var role: String
    var pin: String

    static let administrator = Colleague(number: "7", name: "田中 健", role: "administrator", pin: "246810")
    static let desk = Colleague(number: "8", name: "鈴木 愛", role: "desk", pin: "135791")
}

extension Installation {
    /// Lets somebody open the staff console and returns who they are in the log.
    @discardableResult
    func add(_ colleague: Colleague) throws -> UUID {
        struct Entry: Decodable { let staff: UUID }
        let words = ["staff", "add", "--number", colleague.number, "--name", colleague.name, "--role", colleague.role]
        let result = try Command.run(
            [Command.built("uketsuke-cloud")] + words + ["--json", "--data", cloudData],
            input: Data("\(colleague.pin)\n".utf8))
        try #require(result.status == 0, "staff add: \(result.err)")
        return try JSONDecoder().decode(Entry.self, from: Data(result.out.utf8)).staff
    }

    /// Enrols one more kiosk at the same site, with a folder of its own, and returns its configuration.
    func addKiosk(_ name: String, settings: String = "") throws -> String {
        let text = "data_dir = \"\(folder.file(name))\"\n\(settings)"
        let file = try folder.write(Data(text.utf8), to: "\(name).conf")
        try enrol(file, name: name)
        return file
    }

    /// Ends every connection between kiosks and cloud, and lets no further one through.
    func cutNetwork() {
        network.setMode(.refuse)
        network.closeConnections()
    }
}

extension TerminalScreen {
    /// Opens the staff console with its key, as somebody who knows number and PIN.
    func openConsole(as colleague: Colleague) async throws {
        try press("F2")
        try await wait(for: "職員番号")
        try await signIn(colleague)
        try await wait(for: "\(colleague.name) (")
    }

    /// Types number and PIN where they are asked for.
    func signIn(_ colleague: Colleague, pin: String? = nil) async throws {
        try await typeSlowly(colleague.number)
        // Enter right behind a digit is a scanner's.
        try await wait(for: "\(colleague.number)▏")
        try await Task.sleep(for: .milliseconds(400))
        try press("Enter")
        try await wait(for: "暗証番号")
        let digits = pin ?? colleague.pin
        try await typeSlowly(digits)
        try await wait(for: String(repeating: "•", count: digits.count) + "▏")
        try press("Enter")
    }
}
