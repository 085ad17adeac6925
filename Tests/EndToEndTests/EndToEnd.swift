import Testing

/// The three real programs, the kiosk in a real terminal. One after the other: two cores have enough to do with one.
@Suite(.serialized, .timeLimit(.minutes(15))) enum EndToEnd {}
