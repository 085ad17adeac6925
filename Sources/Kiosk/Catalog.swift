/// The texts of one language, read from a file of `key = text` lines.
///
/// A file is UTF-8, one text a line; lines that begin with `#` are for translators, empty ones for the eye. A key is a
/// ``Phrase``'s name. `{name}` in a text is filled in when it is said. A file that is no such file is refused as a
/// whole, with the line and the reason; a text alone that cannot be used is left out and told, and whoever says it
/// takes another catalog's.
package struct Catalog: Hashable, Sendable {
    /// Its texts, in pieces.
    private(set) var texts: [Phrase: Text] = [:]
    /// What is wrong with single texts, for an administrator to read.
    package private(set) var faults: [CatalogFault] = []

    /// No texts at all.
    static let empty = Catalog()

    private init() {}

    /// A text, cut at its placeholders.
    struct Text: Hashable, Sendable {
        enum Piece: Hashable, Sendable {
            case words(String)
            case placeholder(String)
        }

        var pieces: [Piece]

        /// The text with the values in their places; a value that is missing leaves its place empty.
        func filled(with values: [String: String]) -> String {
            pieces.reduce(into: "") { text, piece in
                switch piece {
                case .words(let words): text += words
                case .placeholder(let name): text += values[name] ?? ""
                }
            }
        }

        var placeholders: Set<String> {
            Set(
                pieces.compactMap { piece in
                    if case .placeholder(let name) = piece { name } else { nil }
                })
        }
    }

    /// - Parameter file: what errors call the file.
    /// - Throws: ``CatalogFault`` with the line when the bytes are no catalog.
    package init(_ bytes: some Collection<UInt8>, file: String) throws(CatalogFault) {
        guard bytes.count <= Self.largestFile else {
            throw CatalogFault(file: file, line: nil, reason: "the file has more than \(Self.largestFile) bytes")
        }
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            do throws(CatalogLine.Mistake) {
                if let line = try CatalogLine(line, isFirst: number == 1) { try take(line, at: number, of: file) }
            } catch {
                throw CatalogFault(file: file, line: number, reason: error.reason)
            }
        }
        let missing = Phrase.allCases.filter { texts[$0] == nil && !isFaulty($0) }.map(\.rawValue)
        guard !missing.isEmpty else { return }
        let few = missing.count > 5 ? missing.prefix(5) + ["…"] : missing[...]
        let reason = "\(missing.count) texts are missing (\(few.joined(separator: ", ")))"
        faults.append(CatalogFault(file: file, line: nil, reason: reason))
    }

    /// Far more than any language needs.
    package static let largestFile = 262_144

    private mutating func take(_ line: CatalogLine, at number: Int, of file: String) throws(CatalogLine.Mistake) {
        guard let phrase = Phrase(rawValue: line.key) else {
            faults.append(CatalogFault(file: file, line: number, reason: "no text is called \(line.key)"))
            return
        }
        guard texts[phrase] == nil else { throw CatalogLine.Mistake(reason: "\(line.key) is there twice") }
        if let reason = phrase.objection(to: line.text) {
            faults.append(CatalogFault(file: file, line: number, phrase: phrase, reason: reason))
        } else {
            texts[phrase] = line.text
        }
    }

    private func isFaulty(_ phrase: Phrase) -> Bool { faults.contains { $0.phrase == phrase } }
}

/// What is wrong with a file of texts, in a sentence that names the file, the line and the reason.
package struct CatalogFault: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// From 1 on; `nil` for what is wrong with the whole file.
    package var line: Int?
    /// The text that it is about, when it is one that the kiosk has.
    var phrase: Phrase?
    package var reason: String

    init(file: String, line: Int?, phrase: Phrase?, reason: String) {
        self.file = file
        self.line = line
        self.phrase = phrase
        self.reason = reason
    }

    package init(file: String, line: Int?, reason: String) {
        self.init(file: file, line: line, phrase: nil, reason: reason)
    }

    package var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        return "\(place): \(reason); the kiosk's own text is used instead."
    }
}
