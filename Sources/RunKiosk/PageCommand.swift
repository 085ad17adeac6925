import ArgumentParser
import Foundation
import Reception

/// `page`: hands out a page's plain text from a hook's job.
struct PageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Read a print job from standard input and print its page as plain text.",
        discussion: """
            For the program of [hooks] on_print: the job is the JSON object that it gets. The page has lines of at most \
            78 columns and no control characters but newlines.
            """)

    /// As much of a job as a printer of text needs.
    private struct Job: Decodable {
        var text: String
    }

    /// Far more than any house holds.
    private static let largestJob = 8 << 20

    func run() throws {
        try Outcome.of {
            let input = try FileHandle.standardInput.read(upToCount: PageCommand.largestJob) ?? Data()
            guard let job = try? Wire.decode(Job.self, from: input) else {
                throw Outcome.Failed(
                    description: "Standard input has no print job; give it the JSON object of a hook's on_print.")
            }
            print(job.text, terminator: "")
        }
    }
}
