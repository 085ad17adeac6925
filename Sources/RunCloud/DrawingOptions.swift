import ArgumentParser
import CloudPasses
import Foundation

/// `--png FILE`, `--svg FILE`, `--terminal`: where a QR code is drawn.
struct DrawingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write the code as PNG.", valueName: "file"))
    var png: String?

    @Option(help: ArgumentHelp("Write the code as SVG.", valueName: "file"))
    var svg: String?

    @Flag(help: "Draw the code in the terminal.")
    var terminal = false

    /// Whether it goes anywhere at all.
    var isAsked: Bool { png != nil || svg != nil || terminal }

    /// Whether it goes into a file.
    var isFiled: Bool { png != nil || svg != nil }

    /// Draws `text` wherever it was asked for.
    ///
    /// - Throws: `PictureFailure` or ``CommandFailure`` when it is too long or a file cannot be written.
    func draw(_ text: String) throws {
        guard isAsked else { return }
        let picture = try QRPicture(text)
        if let png { try picture.writePNG(to: png) }
        if let svg { try write(picture.svg, to: svg) }
        if terminal { try printText(picture.terminal) }
    }

    private func write(_ text: String, to file: String) throws {
        do {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw CommandFailure("\(file) cannot be written; check the folder and the space.")
        }
    }
}
