import Foundation
import Reception
import TestSupport
import Testing

/// The commands about staff, audit and enrolment codes, run as programs.
struct StaffCommandTests {
    private let folder: TemporaryDirectory
    private let program = Command.built("uketsuke-cloud")
    private var data: String { folder.file("data") }

    init() throws {
        folder = try TemporaryDirectory()
        try Command.run([program, "site", "add", "--name", "Tokyo", "--data", data])
    }

    private func run(_ words: String..., input: String = "") throws -> Command.Result {
        try Command.run([program] + words + ["--data", data], input: Data(input.utf8))
    }

    private func add(_ number: String = "7", input: String = "246810\n") throws -> Command.Result {
        try run("staff", "add", "--number", number, "--name", "田中", "--role", "administrator", input: input)
    }

    @Test func `staff are added by a PIN from standard input, changed, listed and removed`() throws {
        #expect(try run("staff", "list").out.contains("uketsuke-cloud staff add"))
        #expect(try run("staff", "list", "--json").out == "[]\n")
        let added = try add()
        #expect(added.status == 0 && added.out == "added\tstaff 7\t田中\tadministrator\n")
        #expect(try run("staff", "edit", "7", "--role", "desk", "--number", "12").status == 0)
        #expect(try run("staff", "pin", "12", input: "135791").status == 0)
        #expect(try run("staff", "list").out == "12\t田中\tdesk\tevery site\tno card\n")
        #expect(try run("staff", "remove", "12").status == 0)
        #expect(try run("staff", "list", "--json").out == "[]\n")
    }

    @Test func `neither PIN nor hash is ever printed`() throws {
        let printed = try [add(), run("staff", "list", "--json"), run("staff", "pin", "7", input: "975310")]
            .map { $0.out + $0.err }.joined()
        #expect(!printed.contains("246810") && !printed.contains("975310") && !printed.contains("salt"))
    }

    @Test(arguments: [("", "No PIN came"), ("12345\n", "6 to 12 digits"), ("123456\n", "guessed first")])
    func `a PIN that will not do is one sentence, and nobody is added`(_ input: String, _ words: String) throws {
        let result = try add(input: input)
        #expect(result.status == 1 && result.err.contains(words))
        #expect(try run("staff", "list", "--json").out == "[]\n")
    }

    @Test func `a card is a picture or a code, shown once, and can be taken away`() throws {
        _ = try add()
        #expect(try run("staff", "card", "7").status == 64)
        let file = folder.file("card.png")
        #expect(try run("staff", "card", "7", "--png", file).status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try run("staff", "list").out.contains("\tcard\n"))
        let made = try run("staff", "card", "7", "--json")
        #expect(made.out.contains(#""card":"UKCS"#))
        #expect(try run("staff", "card", "7", "--png", folder.file("none/card.png")).status == 1)
        #expect(try run("staff", "card", "7", "--remove").status == 0)
        #expect(try run("staff", "list").out.contains("\tno card\n"))
        #expect(try run("staff", "card", "9", "--terminal").status == 1)
    }

    @Test func `a site's closing time is set, shown and taken away`() throws {
        #expect(try run("site", "edit", "--close-at", "22:00").status == 0)
        #expect(try run("site", "list").out.contains("closes at 22:00"))
        #expect(try run("site", "edit", "Tokyo", "--no-close-at", "--phone", "123").status == 0)
        #expect(try run("site", "list").out == "1\tTokyo\tAsia/Tokyo\t123\t\n")
        for words in [["--close-at", "25:00"], ["--close-at", "22:00", "--no-close-at"], []] {
            #expect(try Command.run([program, "site", "edit"] + words + ["--data", data]).status == 64)
        }
    }

    @Test func `an enrolment code is drawn with the cloud's address`() throws {
        let file = folder.file("enrol.png")
        let made = try run(
            "enrol-code", "--url", "https://reception.example:8443/", "--qr", file, "--json")
        let output = try #require(
            try JSONSerialization.jsonObject(with: Data(made.out.utf8)) as? [String: String])
        let (code, link) = (try #require(output["code"]), try #require(output["link"]))
        let bytes = try #require(Base32.decode(link.utf8.dropFirst(4)))
        #expect(String(decoding: bytes, as: UTF8.self) == "https://reception.example:8443\n\(code)")
        #expect(FileManager.default.fileExists(atPath: file))
        #expect(try run("enrol-code", "--qr", file).status == 64)
        #expect(try run("enrol-code", "--url", "http://reception.example", "--terminal").status == 64)
        #expect(try run("enrol-code", "--url", "https://reception.example", "--terminal").out.contains("█"))
    }

    @Test func `an empty audit log verifies, and an export that was touched does not`() throws {
        #expect(try run("audit", "verify").status == 0)
        #expect(try run("audit", "list").out.isEmpty)
        #expect(try run("audit", "list", "--csv").out.hasPrefix("\u{FEFF}at,site,kiosk,staff,deed"))
        #expect(try run("audit", "export").out.isEmpty)
        try folder.write(Data("{}\n".utf8), to: "bad.jsonl")
        let bad = try Command.run([program, "audit", "verify", "--file", folder.file("bad.jsonl")])
        #expect(bad.status == 1 && bad.err.contains("Line 1"))
        #expect(try Command.run([program, "audit", "verify"]).status == 64)
    }

    @Test func `a revocation says what is lost with it`() throws {
        let result = try run("kiosk", "revoke", "01a2087e-f7b5-799d-a305-2833540fd8d4")
        #expect(result.status == 1)
        #expect(try run("kiosk", "revoke", "--help").out.contains("lost"))
    }
}
