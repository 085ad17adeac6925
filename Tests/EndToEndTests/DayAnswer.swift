/// What the kiosk's screen says, as a visitor reads it.
enum DayAnswer: Hashable, Sendable {
    /// The idle screen: nothing is said to anybody.
    case nothing
    /// By that name.
    case welcome(String)
    case alreadyIn, departed, cancelled, seeStaff, notOurs, damaged, goodbye, called, cannotRecord

    private static let words: [(String, DayAnswer)] = [
        ("QR コードがない方は", .nothing), ("記録できません", .cannotRecord), ("受付済 ", .alreadyIn), ("退館済 ", .departed),
        ("取消済み", .cancelled), ("この端末ではまだ確認できません", .seeStaff), ("この受付のコードではありません", .notOurs),
        ("もう一度かざしてください", .damaged), ("退館を記録しました", .goodbye), ("係員を呼んでいます", .called),
        ("係員を呼びました", .called), ("係員にお声がけください", .called),
    ]

    /// - Returns: `nil` for a screen that is being drawn, or on which something is typed.
    init?(_ screen: String) {
        if let match = screen.firstMatch(of: /(客\S+) 様/) {
            self = .welcome(String(match.1))
        } else if let answer = Self.words.first(where: { screen.contains($0.0) })?.1 {
            self = answer
        } else {
            return nil
        }
    }
}

/// A visitor with a pass, and how they stand by what the screen said.
struct DayGuest: Sendable {
    enum Standing: Sendable { case expected, inside, gone }

    let name: String
    let pass: String
    let token: String
    let isPeriod: Bool
    let appointment: String
    /// Invited while the kiosk was already running: it may not know the pass yet.
    let isLate: Bool
    var standing = Standing.expected
    var isCancelled = false
    /// The number of a check-in or check-out of which the kiosk was killed before it said so.
    var unsure: Int?
}

/// What must not happen, in a sentence.
struct DayFailure: Error, CustomStringConvertible {
    let description: String
}
