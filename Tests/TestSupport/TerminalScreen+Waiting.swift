import Reception

extension TerminalScreen {
    /// Waits until the screen shows `text`, and returns the screen.
    ///
    /// - Throws: ``TerminalFailure`` with the last screen when it does not within the time.
    @discardableResult
    package func wait(
        for text: String, within limit: Duration = .seconds(30), file: StaticString = #fileID, line: UInt = #line
    ) async throws -> String {
        try await wait(until: "“\(text)”", within: limit, file: file, line: line) { $0.contains(text) }
    }

    /// Waits until the screen shows no `text` any more, and returns the screen.
    @discardableResult
    package func wait(
        forNo text: String, within limit: Duration = .seconds(30), file: StaticString = #fileID, line: UInt = #line
    ) async throws -> String {
        try await wait(until: "no “\(text)”", within: limit, file: file, line: line) { !$0.contains(text) }
    }

    /// Waits until the screen is as `isAsWanted` says, asked every 30 ms, and returns the screen.
    ///
    /// - Parameter expectation: what is waited for, for the failure's text.
    /// - Throws: ``TerminalFailure`` with the last screen when it is not so within the time.
    @discardableResult
    package func wait(
        until expectation: String, within limit: Duration = .seconds(30), file: StaticString = #fileID,
        line: UInt = #line, _ isAsWanted: (String) throws -> Bool
    ) async throws -> String {
        let end = World.live.uptime() + limit
        while true {
            let isLast = World.live.uptime() >= end
            let screen = try screen()
            if try isAsWanted(screen) { return screen }
            guard !isLast else {
                let status = try exitStatus().map { "The program has ended with \($0)." } ?? "The program runs."
                throw TerminalFailure(
                    description: "\(file):\(line): no \(expectation) within \(limit). \(status) Screen:\n\(screen)")
            }
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    /// Waits until the program has ended, and returns its exit code, `128 + n` when signal `n` ended it.
    @discardableResult
    package func waitForEnd(
        within limit: Duration = .seconds(30), file: StaticString = #fileID, line: UInt = #line
    ) async throws -> Int32 {
        try await wait(until: "end of the program", within: limit, file: file, line: line) { _ in
            try exitStatus() != nil
        }
        return try exitStatus() ?? 0
    }
}
