import Reception

/// A token that is read says the same when it is written again; a control code stays within its bounds.
func fuzzToken(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    if case .token(let token) = Token.reading(text) {
        precondition(Token.reading(token.text) == .token(token), "a token is not what it was")
        precondition(token.text.utf8.count == Token.length, "a token is longer or shorter than every token")
        _ = token.window
    }
    switch OwnCode(text) {
    case .pass(let text): precondition(text.utf8.count <= OwnCode.longestPass, "a pass is too long")
    case .link(let text): precondition(text.utf8.count <= 4 * OwnCode.longestLink, "an address is too long")
    case .control(let text): precondition(text.utf8.count <= OwnCode.longestControl, "a control code is too long")
    case nil: break
    }
    _ = Passcode(text)
    _ = PassID(text)
    if let instant = Instant(rfc3339: text) { _ = Instant(rfc3339: instant.rfc3339) }
}
