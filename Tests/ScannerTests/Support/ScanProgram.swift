import Foundation

/// The real program, built beside these tests.
enum ScanProgram {
    static var path: String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (tests as NSString).deletingLastPathComponent + "/uketsuke-scan"
    }

    /// A started program, with its pipes. Ended with the last reference.
    final class Run {
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        let errors = Pipe()
        /// Kept as long as the program that sees it.
        private let camera: CameraShim?

        /// `redirection` is a shell's, such as `<&-` for a closed standard input; `wrapper` a program that becomes it.
        init(
            _ arguments: [String], camera: CameraShim? = nil, redirection: String = "", wrapper: String = ""
        ) throws {
            self.camera = camera
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "exec \(wrapper) \"$0\" \"$@\" \(redirection)", ScanProgram.path] + arguments
            process.environment = ProcessInfo.processInfo.environment.merging(camera?.environment() ?? [:]) { $1 }
            process.standardInput = input
            process.standardOutput = output
            process.standardError = errors
            try process.run()
        }

        deinit {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }

        func write(_ bytes: [UInt8]) {
            input.fileHandleForWriting.write(Data(bytes))
        }

        /// The next line without its newline; what is left at the end.
        func line() -> [UInt8] {
            var line: [UInt8] = []
            while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") {
                line.append(byte)
            }
            return line
        }

        /// All that it said to stderr, once it has ended.
        func complaints() -> String {
            String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }

        func status() -> Int32 {
            process.waitUntilExit()
            return process.terminationStatus
        }
    }
}
