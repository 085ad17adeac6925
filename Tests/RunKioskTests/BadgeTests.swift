import Foundation
import Reception
import TestSupport
import Testing

@testable import RunKiosk

@Suite struct BadgeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let event = """
        {"kind":"check_in","visitor":"山田 太郎","company":"青空商事","tenant":"Example KK","headcount":3,\
        "localTime":"2026-11-23 10:02","hosts":[{"name":"佐藤 花子","phone":"4711"}],"later":{"news":1}}
        """

    private func badge(_ json: String) throws -> Badge? {
        Badge(try Wire.decode(Badge.Event.self, from: Data(json.utf8)))
    }

    @Test func `a badge names the visitor, and no telephone`() throws {
        let text = try #require(try badge(Self.event)).text
        #expect(
            text == """
                Example KK
                VISITOR  来訪者

                山田 太郎
                青空商事 +2
                → 佐藤 花子
                2026-11-23 10:02
                """)
    }

    @Test(arguments: [#"{}"#, #"{"visitor":""}"#, #"{"visitor":" \n "}"#, #"{"kind":"call","company":"x"}"#])
    func `no badge without a name`(json: String) throws {
        #expect(try badge(json) == nil)
    }

    @Test func `what a label printer would obey is only printed`() throws {
        let json = #"{"visitor":"^XZ^XA~JR_\\ \u001b[2J\u0000 Eve\nMallory","targetName":"^FS"}"#
        let zpl = try #require(try badge(json)).zpl(font: "E:A^XZ,.FNT")
        #expect(zpl.contains("^FD_5EXZ_5EXA_7EJR_5F_5C [2J Eve Mallory^FS"))
        #expect(zpl.hasPrefix("^XA\n^CI28") && zpl.hasSuffix("^XZ"))
        #expect(zpl.components(separatedBy: "^XZ").count == 2 && !zpl.contains("~") && !zpl.contains("\u{1b}"))
        #expect(zpl.contains("^FD→ _5EFS^FS") && zpl.contains("E:AXZ.FNT"))
    }

    /// Runs the hook with a printer that writes down what it gets.
    private func print(_ arguments: [String], _ event: String) throws -> (status: Int32, printed: String?, how: String?)
    {
        let folder = try TemporaryDirectory()
        let lp = "#!/bin/sh\necho \"$*\" >'\(folder.file("how"))'\ncat >'\(folder.file("out"))'\n"
        chmod(try folder.write(Data(lp.utf8), to: "lp"), 0o755)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("uketsuke-kiosk"), withDestinationPath: Command.built("uketsuke-kiosk"))
        let result = try Command.run(
            [Self.root.appending(path: "Assets/hooks/badge").path] + arguments, input: Data(event.utf8),
            environment: ["PATH": folder.path + ":/usr/bin:/bin"])
        func text(_ name: String) -> String? { try? String(contentsOfFile: folder.file(name), encoding: .utf8) }
        return (result.status, text("out"), text("how"))
    }

    @Test func `the example hook prints on the printer that it is told`() throws {
        let plain = try print(["Lobby"], Self.event)
        #expect(plain.status == 0 && plain.how == "-t badge -d Lobby\n")
        #expect(plain.printed?.contains("山田 太郎\n青空商事 +2\n") == true)
        let label = try print(["--zpl", "Zebra"], Self.event)
        #expect(label.how == "-t badge -d Zebra -o raw\n" && label.printed?.hasPrefix("^XA\n") == true)
        #expect(try print([], Self.event).how == "-t badge\n")
    }

    @Test func `the example hook prints nothing where there is nobody, and fails for what is no event`() throws {
        let refusal = try print(["Lobby"], #"{"kind":"refusal","verdict":"forged"}"#)
        #expect(refusal.status == 0 && refusal.printed == nil)
        let garbage = try print(["Lobby"], "$(reboot)")
        #expect(garbage.status != 0 && garbage.printed == nil)
        #expect(try print(["--nonsense"], Self.event).status == 64)
    }
}
