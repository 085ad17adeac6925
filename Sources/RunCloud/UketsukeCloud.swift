import ArgumentParser
import CloudDomain
import CloudHTTP
import CloudPasses
import CloudStorage
import Foundation
import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// The program: reads the arguments, runs the command and turns its errors into sentences and exit codes.
@main
struct UketsukeCloud: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uketsuke-cloud",
        abstract: "The cloud of the Uketsuke reception system: API, appointments, passes, visits.",
        discussion: """
            Every command works on the data directory given with --data, whether or not serve is running on it. \
            The directory is made on first use.

            Exit codes: 0 done, 1 the thing asked for failed, 64 usage, 74 storage, 78 configuration.
            """,
        version: Release.version,
        subcommands: [
            Serve.self, TenantCommands.self, SiteCommands.self, DepartmentCommands.self, HostCommands.self,
            StaffCommands.self, LayoutCommands.self, AppointmentCommands.self, PassCommands.self, KeyCommands.self,
            EnrolCode.self, KioskCommands.self, Visits.self, Events.self, AuditCommands.self,
        ])

    static func main() async {
        umask(0o077)
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard let code = exitCode(of: error) else { exit(withError: error) }
            try? FileHandle.standardError.write(contentsOf: Data("uketsuke-cloud: \(error)\n".utf8))
            Glibc.exit(code)
        }
    }

    /// `nil` for errors in the arguments, whose text and code (64) are the parser's.
    private static func exitCode(of error: any Error) -> Int32? {
        switch error {
        case let failure as StorageFailure: failure.code == .unusable ? 74 : 1
        case is ConfigurationFailure: 78
        case is CommandFailure, is PictureFailure, is PINRefused: 1
        default: nil
        }
    }
}
