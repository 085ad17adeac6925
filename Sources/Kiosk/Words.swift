import Reception

/// Every text of the screen, in the visitor's language. Formal Japanese; plain English.
struct Words {
    let language: Language

    private func say(_ japanese: String, _ english: String) -> String {
        switch language {
        case .japanese: japanese
        case .english: english
        }
    }

    // MARK: - Idle

    var welcome: String { say("ようこそ", "Welcome") }
    var holdCode: String {
        say("招待状の QR コードを読み取り機にかざしてください", "Please hold the QR code of your invitation to the reader")
    }
    var holdCodeShort: String { say("QR コードをかざしてください", "Please hold up your QR code") }
    func hint(_ hint: ScanLine.Hint) -> String {
        switch hint {
        case .brighter: say("暗いので、画面を明るくしてください", "Too dark: please make it brighter")
        case .darker: say("光っています。少し傾けてください", "Too bright: please tilt it a little")
        case .closer: say("もう少し近づけてください", "A little closer, please")
        case .further: say("少し離してください", "A little further away, please")
        case .still: say("動かさずにお待ちください", "Please hold it still")
        }
    }
    /// What works while the camera, or the reader in its place, does not.
    func withoutReader(isCamera: Bool) -> String {
        isCamera
            ? say("カメラが使えません。読取機か受付番号をお使いください", "The camera is down: use the hand scanner or your passcode")
            : say("読取機が使えません。受付番号をお使いください", "The reader is down: please use your passcode")
    }
    func withoutReaderShort(isCamera: Bool) -> String {
        isCamera
            ? say("カメラ停止中: 読取機をお使いください", "Camera down: use the hand scanner")
            : say("読取機停止中: 係員を呼んでください", "Reader down: please call the staff")
    }
    var typeCode: String {
        say("QR コードがない方は 8 桁の受付番号を入力してください", "No QR code? Type your 8-digit passcode")
    }
    var typeCodeShort: String { say("または 8 桁の受付番号を入力", "or type your 8-digit passcode") }
    var call: String { say("係員を呼ぶ", "Call staff") }
    var otherLanguage: String { say("English", "日本語") }
    var back: String { say("戻る", "Back") }
    var checkOut: String { say("退館する", "Check out") }
    var leaveProgram: String { say("終了", "Leave") }

    /// `11月23日(月)` or `Mon 23 Nov`.
    func date(_ reading: SiteTime.Reading) -> String {
        let weekday = (reading.weekday + 6) % 7
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        switch language {
        case .japanese: return "\(reading.month)月\(reading.day)日(\(Array("日月火水木金土")[weekday]))"
        case .english:
            let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
            return "\(days[weekday]) \(reading.day) \(months[(reading.month + 11) % 12])"
        }
    }

    /// With the honorific that the language has.
    func name(_ name: String) -> String { say("\(name) 様", name) }

    // MARK: - Passcode

    var enterPasscode: String { say("受付番号を入力してください", "Please type your passcode") }
    var looking: String { say("確認しています…", "One moment, please…") }
    func wait(_ seconds: Int64) -> String {
        say("\(seconds) 秒お待ちください。QR コードはいつでも使えます", "Please wait \(seconds) s. QR codes work at any time")
    }
    var delete: String { say("1 字消す", "Delete") }
    var cancel: String { say("やめる", "Cancel") }

    // MARK: - Status line

    func link(_ state: LinkState, at time: (Instant) -> String) -> String {
        switch state {
        case .notEnrolled: say("● 未登録: 管理者が enrol を実行してください", "● Not enrolled: run uketsuke-kiosk enrol")
        case .connecting: say("● 接続中", "● Connecting")
        case .online: say("● オンライン", "● Online")
        case .offline(let since, _): say("○ オフライン \(time(since)) から", "○ Offline since \(time(since))")
        case .refused: say("○ 登録が無効: 管理者が enrol を実行してください", "○ Refused by the cloud: enrol again")
        }
    }
    /// Why it is offline, and what staff can do; ``LinkTrouble/sentence`` says it at length.
    func trouble(_ trouble: LinkTrouble) -> String {
        switch trouble {
        case .noConnection: say("接続不可: 回線を確認", "no connection: check the network")
        case .noAnswer: say("応答なし: 回線を確認", "no answer: check the network")
        case .certificate: say("証明書エラー: 管理者へ", "wrong certificate: tell administrator")
        case .stranger: say("別の機器が応答: ネットの認証を確認", "a stranger answers: sign-in page?")
        case .oddAnswer(let status):
            say("想定外の応答 (\(status)): 管理者へ", "odd answer (\(status)): tell administrator")
        case .cloudFault(let status): say("クラウド障害 (\(status)): 復旧待ち", "cloud fault (\(status)): it is tried again")
        case .busy: say("クラウド混雑: 順番待ち", "cloud is busy: it is tried again")
        }
    }
    func waiting(_ count: Int) -> String { say("送信待ち \(count)", "\(count) waiting") }
    func setAside(_ count: Int) -> String { say("要確認 \(count)", "\(count) set aside") }
    func cacheTime(_ time: String) -> String { say("同期 \(time)", "synced \(time)") }
    /// Why nothing can be recorded, and what staff can do; the log says it at length.
    func storageTrouble(_ reason: StorageFailure.Reason) -> String {
        switch reason {
        case .full: say("記録できません: ディスクが満杯です。空きを作ってください", "Cannot record: the disk is full, free some space")
        case .readOnly:
            say("記録できません: ディスクが読取専用です。管理者へ", "Cannot record: the disk is read-only, tell the administrator")
        case .damaged: say("記録できません: データが破損しています。管理者へ", "Cannot record: data is damaged, tell the administrator")
        case .locked: say("記録できません: 他のプログラムが使用中です", "Cannot record: another program holds the data")
        case .unreadableKey, .other:
            say("記録できません: ディスクの故障かもしれません。管理者へ", "Cannot record: the disk may be failing, tell the administrator")
        }
    }
    var untrustedClock: String { say("時計を確認してください", "Check the clock") }
    var unknownTimeZone: String { say("時間帯データなし: 時刻は UTC", "No time zone data: times are UTC") }
    func note(_ note: StaffNote) -> String {
        switch note {
        case .outboxSetAside: say("送信箱が破損: 別に保管済み、管理者へ", "Outbox was damaged and kept aside: tell the administrator")
        case .oldCopy: say("データが古い複製です: 管理者へ", "The data folder is an old copy: tell the administrator")
        case .cacheRebuilt: say("予約データを再取得中", "Fetching passes anew")
        }
    }
    func scanner(_ state: ScannerState, isCamera: Bool) -> String {
        let name = isCamera ? say("カメラ", "Camera") : say("読取機", "Reader")
        return switch state {
        case .none: isCamera ? say("カメラなし", "No camera") : say("読取機なし", "No reader")
        case .starting: say("\(name)起動中", "\(name) starting")
        case .ready: "\(name) ✓"
        case .lost:
            isCamera
                ? say("カメラ停止: 読取機・番号で受付", "Camera lost: scanner or passcode")
                : say("読取機停止: 番号で受付", "Reader lost: use passcodes")
        }
    }
}
