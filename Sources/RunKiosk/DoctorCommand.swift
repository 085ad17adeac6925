import ArgumentParser

/// `doctor`: one line per thing that can be wrong, and what to do about it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Check terminal, locale, camera, clock, disk, data files, certificate, cloud, enrolment, queue, programs and staff.",
        discussion: """
            Changes nothing. Exits with 1 when something is wrong.

            With --scanner it shows a test code instead, says what keyboard scanner and camera make of it (layout, \
            suffix, prefix, speed, lost characters; dark, near, moving) until q is pressed, and exits with 1 unless at \
            least one of them has read it. A running kiosk has the camera; leave it first. Without a terminal, codes \
            are read line by line from standard input.
            """)

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Test the keyboard scanner and the camera with a code on this screen.")
    var scanner = false

    func run() throws {
        try Outcome.of {
            if scanner {
                guard try ScannerTest(try file.load()).run() else { throw ExitCode(1) }
                return
            }
            let findings = Doctor(try file.load()).findings()
            for finding in findings { print(finding.text) }
            if findings.contains(where: \.isBad) { throw ExitCode(1) }
        }
    }
}
