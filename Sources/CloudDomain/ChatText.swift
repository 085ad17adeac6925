/// A notice in words, as chat programs show the `text` of what is posted to them; Japanese and English side by side,
/// because nobody knows who reads a channel.
enum ChatText {
    static func of(_ notice: Notice) -> String {
        let facts = [
            notice.company, notice.visitor, notice.headcount.map { "\($0) 名" } ?? "", notice.title, notice.room,
            "\(notice.site) \(notice.kiosk)",
        ]
        var lines = [headline(notice) + "　" + line(facts)]
        if let answers = notice.answers {
            lines += ["対応します / I'm coming: \(answers.coming)", "他の人に頼む / Ask someone else: \(answers.passOn)"]
        }
        return lines.joined(separator: "\n")
    }

    /// Arrivals that are no news any more.
    static func of(_ arrivals: [Notice]) -> String {
        let most = 20
        let shown = arrivals.prefix(most).map { line([$0.company, $0.visitor]) }
        let rest = arrivals.count > most ? ["… +\(arrivals.count - most)"] : []
        return (["遅れて届いた到着 \(arrivals.count) 件 / late news of arrivals"] + shown + rest).joined(separator: "\n")
    }

    private static func headline(_ notice: Notice) -> String {
        switch notice.type {
        case .arrival: "【到着 / Arrived】\(notice.arrived)/\(notice.expected)"
        case .walkIn: "【予約なしの来訪 / Walk-in】"
        case .call: "【呼び出し / Call】"
        case .delivery: "【お届け物 / Delivery】"
        case .taken:
            "【対応者が決まりました / Taken】\(plain(notice.takenBy ?? ""))" + (notice.minutes.map { " \($0) min" } ?? "")
        }
    }

    private static func line(_ facts: [String]) -> String {
        facts.filter { !$0.isEmpty }.map(plain).joined(separator: " · ")
    }

    /// Visitors type their names themselves: what a chat program takes for a mention, a link or markup becomes its
    /// full-width twin, so that nobody can call a whole company from the kiosk.
    private static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            let isMarkup = "<>@[]()*_`~|#&:".unicodeScalars.contains(scalar)
            return isMarkup ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
