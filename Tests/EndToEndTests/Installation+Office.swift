import Foundation
import TestSupport
import Testing

extension Installation {
    /// An installation with two departments, where the reception, 佐藤 花子 and 総務部 are told each by a path of their
    /// own: `reception`, `sato` and `general`.
    static func office(_ inbox: Inbox, settings: String = "") async throws -> Installation {
        let place = try await Installation(webhook: inbox.url("reception"), settings: settings)
        let secret = ["--webhook-secret-file", place.folder.file("webhook-secret")]
        try place.cloud(
            "department", "add", "--name", "営業部", "--reading", "えいぎょうぶ", "--phone", "200", "--name-in", "en=Sales")
        try place.cloud(
            ["department", "add", "--name", "総務部", "--reading", "そうむぶ", "--phone", "300"]
                + ["--webhook", inbox.url("general")] + secret)
        try place.cloud(
            ["host", "edit", "佐藤 花子", "--reading", "さとう はなこ", "--department", "営業部"]
                + ["--webhook", inbox.url("sato")] + secret)
        try place.cloud("host", "add", "--name", "鈴木 健", "--reading", "すずき けん", "--department", "総務部")
        return place
    }

    /// Sets the site's layout.
    func setLayout(_ json: String) throws {
        try cloud("layout", "set", try folder.write(Data(json.utf8), to: "layout.json"))
    }

    /// Opens a kiosk that knows from its first screen on whatever the cloud knows now.
    func openInformedKiosk(
        columns: Int = 80, rows: Int = 24, environment: [String: String] = [:], configuration: String? = nil
    ) async throws -> TerminalScreen {
        try #require(try kiosk("sync", "--once", configuration: configuration).status == 0)
        let terminal = try await openKiosk(
            columns: columns, rows: rows, environment: environment, configuration: configuration)
        try await terminal.wait(for: "オンライン")
        return terminal
    }

    /// Presses a button on the page behind a link.
    ///
    /// - Returns: the status of the answer.
    func press(_ link: String, _ form: String...) throws -> String {
        let fields = form.flatMap { ["--data-urlencode", $0] }
        let status = ["--output", "/dev/null", "--write-out", "%{http_code}"]
        return try Command.run(["curl", "--silent", "--cacert", cloudAuthority()] + status + fields + [link]).out
    }

    /// The page behind a link.
    func page(_ link: String) throws -> String {
        try Command.run(["curl", "--silent", "--fail", "--cacert", cloudAuthority(), link]).out
    }
}

extension TerminalScreen {
    /// Presses Escape, and again, until nobody's screen is there, as a person does for whom a key did nothing.
    func goHome(within limit: Duration = .seconds(20)) async throws {
        try press("Escape")
        var presses = 1
        try await wait(until: "idle screen", within: limit) { screen in
            if screen.contains("QR コードがない方は") { return true }
            presses += 1
            if presses % 20 == 0 { try press("Escape") }
            return false
        }
    }
}
