import CloudDomain

/// The texts of the answer pages, in the browser's language: Japanese where that is asked for, else English.
struct AnswerWords {
    let isJapanese: Bool

    /// - Parameter accepted: the value of `Accept-Language`; the first of the two languages in it counts.
    init(_ accepted: String) {
        let tags = accepted.lowercased().split(separator: ",").map { $0.drop(while: \.isWhitespace).prefix(2) }
        isJapanese = tags.first { $0 == "ja" || $0 == "en" } == "ja"
    }

    var language: String { isJapanese ? "ja" : "en" }

    private func say(_ japanese: String, _ english: String) -> String { isJapanese ? japanese : english }

    var reception: String { say("受付", "Reception") }
    var expired: String { say("このリンクは無効です", "This link is no longer valid") }
    var expiredWhy: String {
        say("有効期限が切れたか、アドレスが正しくありません。", "It has expired, or the address is not complete.")
    }

    func headline(_ kind: Notice.Kind) -> String {
        switch kind {
        case .arrival, .taken: say("お客様が到着されました", "Your visitor has arrived")
        case .walkIn: say("お約束のないお客様です", "A visitor without an appointment")
        case .call: say("受付でお呼びです", "Somebody is calling at the reception")
        case .delivery: say("お届け物です", "A delivery has arrived")
        }
    }

    func visitor(_ name: String) -> String { isJapanese ? name + " 様" : name }
    func party(_ headcount: Int) -> String {
        say("\(headcount) 名", headcount == 1 ? "1 person" : "\(headcount) people")
    }

    var coming: String { say("対応します", "I'm coming") }
    func time(_ minutes: Int) -> String {
        minutes == 0 ? say("すぐ", "now") : say("\(minutes) 分後", "in \(minutes) min")
    }
    var passOn: String { say("他の人に頼む", "Ask someone else") }
    var yourName: String { say("お名前(任意)", "Your name (optional)") }
    var change: String { say("時間を変える", "Change the time") }

    func status(_ state: Inquiry.State) -> String? {
        switch state {
        case .open: nil
        case .mine(0): say("すぐ伺うと受付に伝えました。", "The reception shows that you are on your way.")
        case .mine(let minutes):
            say("\(minutes) 分後に伺うと受付に伝えました。", "The reception shows that you come in \(minutes) min.")
        case .taken(let name, 0): say("\(name) さんがすぐ対応します。", "\(name) is on the way.")
        case .taken(let name, let minutes):
            say("\(name) さんが \(minutes) 分後に対応します。", "\(name) comes in \(minutes) min.")
        case .passedOn(""): say("受付の担当に依頼しました。", "The front desk is being asked.")
        case .passedOn(let name): say("\(name) に依頼しました。", "\(name) is being asked.")
        case .unanswered: say("まだ誰も応答していません。", "Nobody has answered yet.")
        }
    }
}
