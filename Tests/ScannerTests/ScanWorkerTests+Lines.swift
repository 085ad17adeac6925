import Foundation
import Reception
import ScanLink
import Testing

/// What the lines of a worker mean.
extension `The kiosk's end of a scan worker` {
    @Test func `lines are codes, whatever ends them`() throws {
        let script = try folder.script(#"printf 'PLAIN\nSERIAL\r\n\nBAD\377BYTE\nhalf a co'"#)
        try with([script]) { _ in
            #expect(eventually { recorder.reports.contains(.state(.lost)) })
        }
        #expect(recorder.codes == ["PLAIN", "SERIAL", "BAD\u{FFFD}BYTE"])
    }

    @Test func `no code can speak for a plain program`() throws {
        var timing = Self.quick
        timing.silence = .milliseconds(200)
        let lines = ["UK1", #"{"heartbeat":1}"#, #"{"camera":"lost"}"#, #"{"a":1}"#, #"{"code":"UK2"}"#]
        let script = try folder.script("cat <<'END'\n\(lines.joined(separator: "\n"))\nEND\nexec sleep 60")
        try with([script], timing: timing) { _ in
            #expect(eventually { recorder.codes == lines })
            #expect(!eventually(within: .seconds(1)) { recorder.reports.contains(.state(.lost)) })
        }
    }

    @Test func `what a program speaks is decided anew for each process`() throws {
        let script = try folder.script(
            #"""
            [ -e "$0.ran" ] && { printf 'UK1\n{"code":"UK2"}\n'; exec sleep 60; }
            touch "$0.ran"; printf '{"heartbeat":1}\n{"code":"J\\tS"}\n{"news":1}\n'
            """#)
        try with([script]) { _ in
            #expect(eventually { recorder.codes == ["J\tS", "UK1", #"{"code":"UK2"}"#] })
        }
    }

    @Test func `a worker without a camera is not one that has lost it`() throws {
        let script = try folder.script(#"echo '{"heartbeat":1}'; echo '{"camera":"none"}'; exec sleep 60"#)
        try with([script]) { _ in
            #expect(eventually { recorder.reports == [.state(.starting), .state(.none)] })
        }
    }

    @Test func `a line that is too long is skipped, and the next one is read`() throws {
        let script = try folder.script("head -c 70000 /dev/zero | tr '\\0' x; echo; echo NEXT; exec sleep 60")
        try with([script]) { _ in
            #expect(eventually { recorder.codes == ["NEXT"] })
        }
    }

    @Test func `the longest line is read whole`() throws {
        let script = try folder.script("head -c \(ScanLine.longest) /dev/zero | tr '\\0' x; echo; exec sleep 60")
        try with([script]) { _ in
            #expect(eventually { recorder.codes.map(\.count) == [ScanLine.longest] })
        }
    }

    @Test func `camera lines become states, each change once`() throws {
        let script = try folder.script(
            #"""
            echo '{"heartbeat":1}'; echo '{"camera":"ready"}'; echo '{"camera":"ready"}'; echo '{"camera":"lost"}'
            exec sleep 60
            """#)
        try with([script]) { _ in
            #expect(eventually { recorder.reports.count == 3 })
        }
        #expect(recorder.reports == [.state(.starting), .state(.ready), .state(.lost)])
    }
}
