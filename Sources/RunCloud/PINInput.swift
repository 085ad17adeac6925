import CloudDomain
import Foundation
import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// Takes a PIN from the terminal, unseen and twice, or as one line of standard input. Never from the command line, which
/// every user of the machine can read.
enum PINInput {
    /// What is kept of it.
    ///
    /// - Throws: ``CommandFailure`` when none comes or the two differ; ``PINRefused``.
    static func hash(_ world: World) throws -> PINHash {
        let typed = try isatty(STDIN_FILENO) == 1 ? fromTerminal() : fromLine()
        return try StaffPIN.hash(typed, world)
    }

    private static func fromLine() throws -> String {
        guard let line = readLine() else {
            throw CommandFailure("No PIN came; type it at a terminal, or give it as one line of standard input.")
        }
        return line
    }

    private static func fromTerminal() throws -> String {
        let first = try unseen("PIN (\(StaffPIN.shortest) to \(StaffPIN.longest) digits): ")
        _ = try StaffPIN.digits(of: first)
        guard try unseen("The same again: ") == first else {
            throw CommandFailure("The two PINs differ; nothing was changed.")
        }
        return first
    }

    /// The C library keeps the line in memory of its own, which is cleared here.
    private static func unseen(_ prompt: String) throws -> String {
        guard let line = getpass(prompt) else {
            throw CommandFailure("The terminal cannot be read; give the PIN as one line of standard input.")
        }
        defer { memset(line, 0, strlen(line)) }
        return String(cString: line)
    }
}
