import Foundation
import Reception
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Programs whose output has nowhere to go, and a server that may not run.
struct OutputTests {
    private let folder: TemporaryDirectory
    private let program = Command.built("uketsuke-cloud")
    private var data: String { folder.file("data") }

    init() throws {
        folder = try TemporaryDirectory()
        for words in [["site", "add", "--name", "Tokyo"], ["host", "add", "--name", "Sato"]] {
            try #require(try Command.run([program] + words + ["--data", data]).status == 0)
        }
    }

    private func shell(_ script: String) throws -> Command.Result {
        try Command.run(["bash", "-o", "pipefail", "-c", script, "bash", program, data])
    }

    @Test(arguments: [">/dev/full", ">&-"])
    func `an output that cannot be written is one sentence`(_ redirection: String) throws {
        for words in ["site list", "site list --json", "visits --csv", "enrol-code"] {
            let result = try shell("\"$1\" \(words) --data \"$2\" \(redirection)")
            #expect(result.status == 1)
            #expect(result.err.hasPrefix("uketsuke-cloud: The output cannot be written"))
            #expect(result.err.split(separator: "\n").count == 1)
        }
    }

    @Test func `a reader that has seen enough is no error`() throws {
        let result = try shell("{ sleep 0.5; \"$1\" site list --data \"$2\"; } | true")
        #expect(result.status == 0)
        #expect(result.err.isEmpty)
    }

    @Test func `an error that nobody hears keeps its exit code`() throws {
        #expect(
            try shell("\"$1\" appointment cancel 01a2087e-f7b5-799d-a305-2833540fd8d4 --data \"$2\" 2>/dev/full").status
                == 1)
    }

    // MARK: - Pictures

    private func add(_ qr: String) throws -> Command.Result {
        try Command.run([
            program, "appointment", "add", "--data", data, "--title", "T", "--start", "2026-11-23T10:00", "--end",
            "2026-11-23T11:00+09", "--host", "Sato", "--visitor", "Ann", "--json", "--qr", qr,
        ])
    }

    private func count() throws -> Int {
        let result = try Command.run([program, "appointment", "list", "--data", data, "--json"])
        return (try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [Any])?.count ?? -1
    }

    @Test func `a folder that takes no pictures is found out before anything is issued`() throws {
        try folder.write(Data(), to: "file")
        let result = try add(folder.file("file/qr"))
        #expect(result.status == 1)
        #expect(result.out.isEmpty)
        #expect(try count() == 0)
    }

    @Test func `the folder of pictures is made and holds nothing else`() throws {
        #expect(try add(folder.file("new/qr")).status == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("new/qr"))
        #expect(files.count == 1 && files[0].hasSuffix(".png"))
    }

    // MARK: - The server

    private func serve(_ words: [String] = []) throws -> Command.Result {
        try Command.run(
            ["timeout", "10", program, "serve", "--data", data, "--listen", "127.0.0.1:0"] + words)
    }

    @Test func `a ready file that cannot be written is found out before serving`() throws {
        for file in [folder.file("missing/ready"), folder.path] {
            let result = try serve(["--ready-file", file])
            #expect(result.status == 1)
            #expect(result.out.isEmpty)
            #expect(result.err.hasPrefix("uketsuke-cloud: The ready file"))
        }
    }

    @Test func `one directory is served by one process`() async throws {
        let ready = folder.file("ready")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--data", data, "--listen", "127.0.0.1:0", "--ready-file", ready]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        for _ in 0..<500 where !FileManager.default.fileExists(atPath: ready) {
            try await Task.sleep(for: .milliseconds(20))
        }
        let second = try serve()
        #expect(second.status == 74)
        #expect(second.err.contains("Another uketsuke-cloud serve runs"))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try serve().status == 124)
    }

    @Test func `a server goes on when nobody reads where it is`() async throws {
        let ready = folder.file("ready")
        let result = try shell(
            """
            "$1" serve --data "$2" --listen 127.0.0.1:0 --ready-file "\(ready)" >/dev/full & server=$!
            for i in $(seq 500); do [ -e "\(ready)" ] && break; sleep 0.02; done
            kill -TERM $server; wait $server
            """)
        #expect(result.status == 0, "\(result.err)")
        #expect(FileManager.default.fileExists(atPath: ready))
    }

    @Test(arguments: ["http://user:pw@127.0.0.1/", "https://user@chat.example/"])
    func `a webhook with a password in it is refused`(_ url: String) throws {
        let result = try Command.run([program, "host", "add", "--name", "X", "--data", data, "--webhook", url])
        #expect(result.status == 64)
        #expect(result.out.isEmpty)
    }

    @Test func `a moment may have an offset of whole hours`() throws {
        for (text, expected) in [
            ("2026-11-23T10:00+09", "2026-11-23T01:00:00.000Z"), ("2026-11-23T10:00:00-05", "2026-11-23T15:00:00.000Z"),
        ] {
            let result = try Command.run([
                program, "appointment", "add", "--data", data, "--title", "T", "--start", text, "--end",
                "2026-11-24T10:00", "--host", "Sato", "--visitor", "Ann",
            ])
            #expect(result.status == 0, "\(result.err)")
            let list = try Command.run([program, "appointment", "list", "--data", data, "--json"]).out
            #expect(list.contains("\"start\":\"\(expected)\""))
        }
    }
}
