import Kiosk

/// Keys typed into a wedge reader on a clock of their own.
struct Typing {
    var reader = WedgeReader()
    var time = Duration.seconds(1)
    var outputs: [WedgeReader.Output] = []

    /// Two well-formed tokens.
    static let code =
        "UK1040G0000040020938MKQKAWDVU03ENB00NGDFBG5L07NUFJ1BDF97BH22TQ1JTEJHQXJ3S7H2V8XU69ABHNJCPB4J9H26KCSTNV8HEGMT"
        + "7MM6FH3C51QDLN1UWET5U0N870G5CTK00BD"
    static let other =
        "UK1040G0000040020938MKQKAWDVU03ENB00NGFS8L9LGGXG1EL1BXEK6P263BMVPQUPUS9VF941TDS19WHG3U2BMEJB8KF16TK5P1BRA0P2QT"
        + "NJNSN42KX8TENJJVVTM0NUXB5PRDJ005V"

    /// Presses keys with the same time between them.
    mutating func press(_ keys: [Key], every gap: Duration = .milliseconds(2)) {
        for key in keys {
            time += gap
            outputs += reader.pause(at: time) + reader.take(key, at: time)
        }
    }

    mutating func type(_ text: String, every gap: Duration = .milliseconds(2)) {
        press(text.map(Key.character), every: gap)
    }

    /// Lets the line rest, asking the reader whenever it wants to be asked.
    mutating func rest(_ duration: Duration) {
        let end = time + duration
        while let deadline = reader.deadline, deadline < end {
            time = deadline + .milliseconds(1)
            outputs += reader.pause(at: time)
        }
        time = max(time, end)
    }

    /// What comes of keys that follow each other closely.
    static func outputs(of keys: [Key], every gap: Duration = .milliseconds(2)) -> [WedgeReader.Output] {
        var typing = Typing()
        typing.press(keys, every: gap)
        typing.rest(.seconds(2))
        return typing.outputs
    }
}

extension String {
    /// As a terminal tells it.
    var keys: [Key] { map(Key.character) }

    /// In the full-width forms of an input method.
    var fullWidth: String {
        String(String.UnicodeScalarView(unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
    }
}
