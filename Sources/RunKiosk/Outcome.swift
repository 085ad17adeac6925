import ArgumentParser
import CloudLink
import Curses
import Foundation
import Kiosk

/// Turns what went wrong into one sentence on standard error and the documented exit code.
enum Outcome {
    /// What was asked for failed; the sentence says why.
    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    /// Runs a subcommand's body.
    static func of(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            FileHandle.standardError.write(Data("uketsuke-kiosk: \(sentence(for: error))\n".utf8))
            throw ExitCode(code(for: error))
        }
    }

    private static func sentence(for error: any Error) -> String {
        switch error {
        case let error as ValidationError: error.message
        case let error as any CustomStringConvertible: error.description
        default: "Something unexpected failed: \(type(of: error))."
        }
    }

    private static func code(for error: any Error) -> Int32 {
        switch error {
        case is ConfigurationFailure: 78
        case let failure as StorageFailure:
            switch failure.reason {
            case .unreadableKey: 78
            case .locked: 1
            default: 74
            }
        case let failure as CloudFailure: code(for: failure)
        case EnrolmentFailure.cloud(let failure): code(for: failure)
        case is CloudAddressError, is ValidationError: 64
        default: 1
        }
    }

    private static func code(for failure: CloudFailure) -> Int32 {
        switch failure {
        case .refused, .revoked, .interrupted: 1
        default: 69
        }
    }
}
