/// Where a kiosk may be enrolled and with which one-time code: what an administrator types, or holds up as a code.
package struct EnrolmentOffer: Hashable, Sendable {
    /// The cloud's address, as it was given.
    package var cloud: String
    /// Never in a log: it is as good as a credential until it is used.
    package var code: String

    package init(cloud: String, code: String) {
        self.cloud = cloud
        self.code = code
    }

    /// Reads the control code that begins with ``OwnCode/enrolmentPrefix``; `nil` for every other text.
    package init?(controlCode text: String) {
        guard case .control(let folded) = OwnCode(text), folded.hasPrefix(OwnCode.enrolmentPrefix),
            let bytes = Base32.decode(folded.utf8.dropFirst(OwnCode.enrolmentPrefix.utf8.count)),
            bytes.allSatisfy({ $0 == 10 || (0x21...0x7E).contains($0) })
        else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 2, !lines[0].isEmpty, !lines[1].isEmpty else { return nil }
        self.init(cloud: String(lines[0]), code: String(lines[1]))
    }
}
