import ArgumentParser

/// `doctor`: one line per thing that can be wrong, and what to do about it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check terminal, locale, camera, clock, disk, data files, certificate, cloud, enrolment and queue.",
        discussion: "Changes nothing. Exits with 1 when something is wrong.")

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        try Outcome.of {
            let findings = Doctor(try file.load()).findings()
            for finding in findings { print(finding.text) }
            if findings.contains(where: \.isBad) { throw ExitCode(1) }
        }
    }
}
