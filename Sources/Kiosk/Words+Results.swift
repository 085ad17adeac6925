import Reception

extension Words {
    private func say(_ japanese: String, _ english: String) -> String {
        switch language {
        case .japanese: japanese
        case .english: english
        }
    }

    /// The answer in one line.
    func headline(_ verdict: Verdict, at time: (Instant) -> String) -> String {
        switch verdict {
        case .welcome: say("ようこそ", "Welcome")
        case .alreadyIn(_, let since): say("受付済 \(time(since))", "Checked in at \(time(since))")
        case .departed(_, let at): say("退館済 \(time(at))", "Checked out at \(time(at))")
        case .garbled: say("もう一度かざしてください", "Please show it again")
        case .wrongLayout: say("読取機の設定が違います", "The scanner's keyboard layout is wrong")
        case .notOurs: say("この受付のコードではありません", "This is not a code of this reception")
        case .forged: say("このコードは使えません", "This code cannot be used")
        case .unknownKey, .unsynced, .untrustedClock: say("係員へお知らせください", "Please see the staff")
        case .unlisted: say("登録が見つかりません", "No registration was found")
        case .withdrawn, .cancelled: say("取消済み", "Cancelled")
        case .wrongSite: say("別の受付のコードです", "This code is for another site")
        case .tooEarly: say("まだ受付できません", "Too early")
        case .tooLate: say("期限切れ", "Expired")
        case .unknownPasscode: say("番号が見つかりません", "No such passcode")
        case .mistypedPasscode: say("番号が違います", "The passcode is mistyped")
        }
    }

    /// What to do now.
    func advice(_ verdict: Verdict, at moment: (Instant) -> String) -> String {
        switch verdict {
        case .welcome: ""
        case .alreadyIn: say("退館される場合は X を押してください", "Press X if you are leaving")
        case .departed: say("もう一度入館される方は係員を呼んでください", "To come in again, please call the staff")
        case .garbled: say("コードを読み取れませんでした", "The code could not be read")
        case .wrongLayout: say("係員をお呼びください (キーボード配列)", "Please call the staff (set it to US keys)")
        case .notOurs: say("招待状の QR コードをお持ちください", "Please use the QR code of your invitation")
        case .forged: say("係員を呼んでください", "Please call the staff")
        case .unknownKey, .unsynced, .unlisted:
            say("この端末ではまだ確認できません。係員が承ります", "It cannot be checked here yet. The staff will help you")
        case .withdrawn, .cancelled: say("ご予約は取り消されています", "The appointment was cancelled")
        case .wrongSite: say("ご案内の場所をお確かめください", "Please check the place in your invitation")
        case .tooEarly(let from): say("\(moment(from)) から受付できます", "Check-in opens on \(moment(from))")
        case .tooLate: say("ご予約の日を過ぎています", "The day of the appointment has passed")
        case .unknownPasscode, .mistypedPasscode: say("番号をお確かめください", "Please check the number")
        case .untrustedClock: say("端末の時計が合っていません。係員が承ります", "This terminal's clock is wrong. The staff will help you")
        }
    }

    /// The honest word on a welcome.
    func confirmation(_ confirmation: Confirmation) -> String {
        switch confirmation {
        case .sending: say("担当者にお知らせしています…", "Telling your host…")
        case .willBeSent: say("受け付けました。通信が戻りしだい送信します", "Accepted. It will be sent when the network is back")
        case .confirmed(.queued): say("担当者にお知らせしました", "Your host has been told")
        case .confirmed(.noChannel): say("受け付けました。担当者をお呼びください", "You are checked in. Please call your host")
        case .confirmed(.failing):
            say("受け付けました。担当者には通知できません", "You are checked in. Your host could not be told")
        case .confirmed: say("受付が完了しました", "You are checked in")
        case .rejected: say("係員へお知らせください", "Please see the staff")
        }
    }

    var company: String { say("会社", "Company") }
    var room: String { say("場所", "Room") }
    var host: String { say("担当", "Host") }
    func names(_ names: [String]) -> String { names.joined(separator: say("、", ", ")) }
    func ring(_ phone: String) -> String { say("内線 \(phone) へお電話ください", "Please ring extension \(phone)") }
    func called(_ confirmation: Confirmation) -> String {
        switch confirmation {
        case .sending: say("係員を呼んでいます…", "Calling the staff…")
        case .confirmed(.queued): say("係員を呼びました", "The staff have been called")
        default: say("係員にお声がけください", "Please speak to the staff")
        }
    }
    func callAdvice(_ confirmation: Confirmation) -> String {
        switch confirmation {
        case .sending, .confirmed(.queued): say("少々お待ちください", "Please wait a moment")
        case .willBeSent: say("通信が切れているため呼び出せません", "The network is down, so nobody could be called")
        default: say("この端末からは呼び出せません", "Nobody can be called from here")
        }
    }
    var goodbye: String { say("退館を記録しました", "You are checked out") }
    var goodbyeAdvice: String { say("ご来館ありがとうございました", "Thank you for your visit") }
    var readerWorks: String { say("読み取りは正常です", "The reader works") }
    var readerWorksAdvice: String { say("テスト用のコードです。記録はしません", "This is the test code. Nothing is recorded") }
    var cannotRecord: String { say("記録できません", "Cannot record") }
    var cannotRecordAdvice: String { say("係員へお知らせください", "Please see the staff") }
}
