extension Block {
    /// Characters to touch, in rows with straight columns, for a screen without a keyboard; a blank is a gap in its row.
    /// It reads nothing aloud: who hears the screen types.
    static func board(_ rows: [[Character?]], columns: Int, worth: Worth) -> Block {
        let across = rows.map(\.count).max() ?? 0
        let width = rows.joined().compactMap { $0.map { DisplayWidth.of($0) } }.max() ?? 1
        guard let step = [width + 3, width + 2, width + 1].first(where: { across * $0 - 1 <= columns }) else {
            return Block(forms: [nothing])
        }
        let whole = across * step - (step - width)
        let forms = [2, 1].map { height in
            Form(rows: rows.count * height - (height - 1), worth: height > 1 ? .size : worth) { frame, area in
                let left = area.column(centring: whole)
                for (line, characters) in rows.enumerated() {
                    for (place, character) in characters.enumerated() {
                        guard let character else { continue }
                        let (row, column) = (area.row + line * height, left + place * step)
                        frame.put(character == " " ? "␣" : String(character), row: row, column: column, role: .plain)
                        frame.target(.character(character), row: row, columns: column - 1..<column + step - 1)
                    }
                }
            }
        }
        return Block(forms: (rows.count > 1 ? forms : [forms[1]]) + [nothing])
    }

    /// The digits in one row.
    static func digits(columns: Int) -> Block {
        board([Array("1234567890")], columns: columns, worth: .decoration)
    }

    /// What names are typed with in that language.
    ///
    /// - Parameter typed: what has been typed; a name does not begin with a blank.
    static func letters(_ language: Language, typed: String, columns: Int) -> Block {
        let rows = language == .japanese ? kana : latin
        let isGap: (Character) -> Bool = { $0 == "・" || $0 == " " && typed.isEmpty }
        return board(rows.map { $0.map { isGap($0) ? nil : $0 } }, columns: columns, worth: .comfort)
    }

    private static let kana: [String] = [
        "あかさたなはまやらわがざだばぱ", "いきしちにひみ・り・ぎじぢびぴ", "うくすつぬふむゆるんぐずづぶぷ",
        "えけせてねへめ・れーげぜでべぺ", "おこそとのほもよろをごぞどぼぽ", "ゃゅょっぁぃぅぇぉ",
    ]
    private static let latin: [String] = ["QWERTYUIOP", "ASDFGHJKL'", "ZXCVBNM-. "]
}
