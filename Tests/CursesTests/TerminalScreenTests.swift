import TestSupport
import Testing

/// The tests' own terminal: what the end-to-end tests rely on.
struct TerminalScreenTests {
    @Test(arguments: [("exit 7", 7), ("exit 0", 0), ("kill -KILL $$", 128 + 9), ("kill -SEGV $$", 128 + 11)])
    func `the status of a program that ends at once is known`(_ script: String, _ status: Int) async throws {
        for _ in 0..<5 {
            let terminal = try TerminalScreen(["sh", "-c", script])
            #expect(try await terminal.waitForEnd() == Int32(status))
            #expect(try terminal.isDead())
            #expect(try terminal.screen().allSatisfy(\.isNewline))
        }
    }

    @Test func `a signal reaches the program itself, which has the terminal`() async throws {
        let terminal = try TerminalScreen(["sh", "-c", "test -t 0 && test -t 1 && test -t 2 && echo $$.; read line"])
        try await terminal.wait(for: "\(terminal.pid()).")
        #expect(try terminal.exitStatus() == nil)
        try terminal.kill(15)
        #expect(try await terminal.waitForEnd() == 128 + 15)
    }
}
