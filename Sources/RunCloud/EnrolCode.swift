import ArgumentParser
import CloudDomain
import CloudStorage
import Reception

/// `enrol-code`.
struct EnrolCode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol-code", abstract: "Make a one-time code with which a kiosk enrols within 15 minutes.",
        discussion: """
            With --url also as a QR code, to be held up to the kiosk: it holds the address and the code.

            Examples: uketsuke-cloud enrol-code --data DIR --site Tokyo
                      uketsuke-cloud enrol-code --data DIR --url https://reception.example:8443 --terminal
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "The kiosk's site; not needed while there is one.")
    var site: String?

    @Option(
        help: ArgumentHelp("How the kiosk reaches this cloud; for the QR code.", valueName: "url"))
    var url: AddressOption?

    @Option(
        name: [.customLong("qr"), .customLong("png")], help: ArgumentHelp("Write a QR code as PNG.", valueName: "file"))
    var qr: String?

    @Flag(help: "Draw the QR code in the terminal.")
    var terminal = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard url != nil || (qr == nil && !terminal) else {
            throw ValidationError("The QR code holds the cloud's address; give it with --url https://HOST[:PORT].")
        }
        guard url.map({ EnrolmentLink.text(address: $0.text, code: "ABCD-EFGH-JKLM") != nil }) ?? true else {
            throw ValidationError("The address given with --url is too long for a QR code.")
        }
        if let url, !url.text.lowercased().hasPrefix("https://") {
            throw ValidationError("Kiosks talk to their cloud over https only; see --url.")
        }
    }

    func run() throws {
        let (code, expires) = try options.openExisting().write { transaction in
            try transaction.addEnrolmentCode(for: try transaction.site(named: site))
        }
        let link = url.flatMap { EnrolmentLink.text(address: $0.text, code: code) }
        if let link {
            var drawing = DrawingOptions()
            (drawing.png, drawing.svg, drawing.terminal) = (qr, nil, terminal)
            try drawing.draw(link)
        }
        if json { return try printJSON(Output(code: code, expires: expires, link: link)) }
        try printTable([[code, "until \(expires)"]])
    }

    private struct Output: Encodable {
        var code: String
        var expires: Instant
        /// The text of the QR code; only with --url.
        var link: String?
    }
}
