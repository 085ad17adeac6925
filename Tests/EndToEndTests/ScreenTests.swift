import Foundation
import TestSupport
import Testing

/// Scenarios of the screen itself: who walks away, sizes, languages, a mouse, lines instead of a picture.
extension EndToEnd {
    @Suite struct ScreenTests {
        @Test func `scenario 33: of who walks away in the middle of something nothing is left, nor to be scrolled to`()
            async throws
        {
            let place = try await Installation(settings: "[screen]\nidle_seconds = 5\n")
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("a")
            try await kiosk.wait(for: "会社名を入力してください")
            try kiosk.type("青空商事")
            try await kiosk.wait(for: "青空商事")
            try kiosk.press("Enter")
            try await kiosk.wait(for: "お名前を入力してください")
            try kiosk.type("山田太郎")
            #expect(try await kiosk.wait(for: "山田太郎").contains("あと"))
            // Another one begins a passcode, of which the digits are drawn large.
            try await kiosk.wait(for: "QR コードがない方は", within: .seconds(15))
            try await kiosk.typeSlowly("4711")
            try await kiosk.wait(for: "受付番号を入力してください")
            let idle = try await kiosk.wait(for: "QR コードがない方は", within: .seconds(15))
            // Whoever comes next finds empty fields.
            try kiosk.press("a")
            let form = try await kiosk.wait(for: "会社名を入力してください")
            try kiosk.press("Escape")
            try await kiosk.wait(for: "QR コードがない方は")
            try kiosk.press("C-q")
            try await kiosk.waitForEnd()
            for text in [idle, form, try kiosk.scrollback()] {
                for secret in ["青空", "山田", "4711"] { #expect(!text.contains(secret), "\(secret) is left:\n\(text)") }
            }
        }

        @Test func `scenario 34: at 80×24, then 60×20 and 200×60, every text stands whole in its row`() async throws {
            let place = try await Installation()
            let name = "ﾔﾏﾀﾞ ＡＢＣ 王小明 Ünal"
            let appointment = try place.appointment(visitors: ["青空商事;\(name);"], room: "会議室 Ａ-1（ｳｴｽﾄ）")
            let kiosk = try await place.openInformedKiosk()
            let sizes = [(80, 24), (60, 20), (200, 60), (80, 24)]
            for (columns, rows) in sizes.dropFirst() {
                try kiosk.resize(columns: columns, rows: rows)
                try await stands(
                    kiosk, ["QR コードがない方は", "ご予約のない方", "退館する", "English"], columns, rows)
            }
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "\(name) 様")
            for (columns, rows) in sizes.dropFirst() {
                try kiosk.resize(columns: columns, rows: rows)
                try await stands(
                    kiosk, ["ようこそ   \(name) 様", "会議室 Ａ-1（ｳｴｽﾄ）", "佐藤 花子", "最初の画面へ"], columns, rows)
                try kiosk.press("z")
            }
        }

        /// Waits until the screen of that size has each text whole and once, the header first and the status line last.
        private func stands(
            _ kiosk: TerminalScreen, _ texts: [String], _ columns: Int, _ rows: Int
        ) async throws {
            try await kiosk.wait(until: "screen of \(columns)×\(rows) with \(texts)") { screen in
                let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
                guard lines.count >= rows, lines[rows - 1].contains("オンライン") else { return false }
                guard lines.prefix(2).contains(where: { $0.contains("本社") }) else { return false }
                return (texts + ["本社", "オンライン"]).allSatisfy { text in lines.count { $0.contains(text) } == 1 }
            }
        }

        @Test func `scenario 35: a chosen language holds on every later screen, also when one goes back to the menu`()
            async throws
        {
            let place = try await Installation.office(Inbox())
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("l")
            try await kiosk.wait(for: "No QR code? Type your 8-digit passcode")
            for (key, text) in [
                ("a", "Your company?"), ("b", "Sales"), ("d", "Does somebody have to sign?"),
                ("x", "Show your QR code or type your passcode"), ("1", "passcode"),
            ] {
                try kiosk.press(key)
                try await isEnglish(kiosk, text)
                // Whoever goes back is still the same visitor.
                try kiosk.press("Escape")
                try await isEnglish(kiosk, "No QR code? Type your 8-digit passcode")
            }
        }

        @Test
        func `scenario 35: the invitation's language does not turn a chosen one, and the next visitor has the default`()
            async throws
        {
            let inbox = try Inbox()
            let place = try await Installation.office(inbox)
            let appointment = try place.appointment(language: "ja")
            let kiosk = try await place.openInformedKiosk()
            try kiosk.press("l")
            try await kiosk.wait(for: "No QR code? Type your 8-digit passcode")
            try kiosk.type(appointment.token)
            try await isEnglish(kiosk, "山田 太郎")
            let link = try #require(try await inbox.message(to: "sato", "arrival").answers?.coming)
            #expect(try place.press(link, "answer=coming", "minutes=5") == "303")
            try await kiosk.wait(for: "佐藤 花子 will be here in 5 min", within: .seconds(8))
            try kiosk.press("Escape")
            try await kiosk.wait(for: "QR コードがない方は")
        }

        /// Waits for the text, and sees that no word of Japanese is around it but names.
        private func isEnglish(_ kiosk: TerminalScreen, _ text: String) async throws {
            let screen = try await kiosk.wait(for: text, within: .seconds(10))
            let kana = screen.filter { ("ぁ"..."ん").contains($0) || ("ァ"..."ヶ").contains($0) }
            #expect(kana.isEmpty, "“\(kana)” in\n\(screen)")
        }

        @Test func `scenario 35: Chinese and Korean follow, and a menu that nobody uses falls back by itself`()
            async throws
        {
            let place = try await Installation(settings: "[screen]\nidle_seconds = 5\n")
            let kiosk = try await place.openInformedKiosk()
            for (presses, welcome) in [(2, "欢迎光临"), (3, "환영합니다")] {
                for _ in 0..<presses { try kiosk.press("l") }
                #expect(try await !kiosk.wait(for: welcome).contains("ようこそ"))
                try await kiosk.wait(for: "QR コードがない方は", within: .seconds(15))
            }
        }

        @Test func `a click or a touch on what stands there does what its key does`() async throws {
            let place = try await Installation()
            let kiosk = try await place.openInformedKiosk()
            try click("D  配達・納品", on: kiosk)
            try await kiosk.wait(for: "受け取りのサインは必要ですか")
            try click("Esc  ", on: kiosk)
            try await kiosk.wait(for: "QR コードがない方は")
            try click("A  ご予約のない方", on: kiosk)
            try await kiosk.wait(for: "会社名を入力してください")
            try click("Enter  とばす", on: kiosk)
            try await kiosk.wait(for: "お名前を入力してください")
        }

        /// Clicks on the fifth column of a text before which no wide character stands in its row.
        private func click(_ text: String, on kiosk: TerminalScreen) throws {
            let lines = try kiosk.screen().split(separator: "\n", omittingEmptySubsequences: false)
            let row = try #require(lines.firstIndex { $0.contains(text) }, "\(lines)")
            let before = try #require(lines[row].range(of: text)).lowerBound
            let columns = lines[row][..<before].reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
            let place = "\(columns + 5);\(row + 1)"
            try kiosk.send(Array("\u{1B}[<0;\(place)M\u{1B}[<0;\(place)m".utf8))
        }

        @Test func `told line by line, the kiosk says what to do, what the keys do and what has become of a code`()
            async throws
        {
            let place = try await Installation(settings: "[screen]\nplain = true\n")
            let appointment = try place.appointment()
            try #require(try place.kiosk("sync", "--once").status == 0)
            let kiosk = try await place.openKiosk()
            try await kiosk.wait(for: "X: 退館する")
            try kiosk.press("d")
            try await kiosk.wait(for: "2: いいえ、ここに置きます")
            try kiosk.press("Escape")
            try kiosk.type(appointment.token)
            try await kiosk.wait(for: "ようこそ 山田 太郎 様")
            try await kiosk.wait(for: "場所 会議室 A")
            let all = try kiosk.scrollback()
            #expect(try !kiosk.isAlternate())
            #expect(!all.contains { "─━█▀▄│".contains($0) }, "\(all)")
            try kiosk.press("C-q")
            #expect(try await kiosk.waitForEnd() == 0)
        }
    }
}
