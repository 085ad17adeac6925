/// The texts of every language: the program's own, and in their place those of an administrator's files.
///
/// Always there and always complete: a text that a file lacks, or that cannot be used, is the program's own.
package struct Catalogs: Hashable, Sendable {
    private var replaced: [Language: Catalog] = [:]

    /// The program's own texts.
    package static let embedded = Catalogs()

    private init() {}

    /// The name of a language's file: `ja.txt`.
    package static func fileName(_ language: Language) -> String { language.rawValue + ".txt" }

    /// Takes a file's texts in the place of the program's own.
    ///
    /// - Parameter file: what faults call it, such as its path.
    /// - Returns: what is wrong with it, for the log. Where the whole file is refused, nothing has changed.
    package mutating func replace(_ language: Language, with bytes: some Collection<UInt8>, file: String)
        -> [CatalogFault]
    {
        do throws(CatalogFault) {
            let catalog = try Catalog(bytes, file: file)
            replaced[language] = catalog
            return catalog.faults
        } catch {
            return [error]
        }
    }

    /// A text with its values in their places.
    func say(_ phrase: Phrase, in language: Language, _ values: [String: String] = [:]) -> String {
        let text =
            replaced[language]?.texts[phrase] ?? Self.own(language).texts[phrase]
            ?? Self.own(.english).texts[phrase]
        return text?.filled(with: values) ?? phrase.rawValue
    }

    // MARK: - The program's own

    /// Each is read when it is needed first.
    static func own(_ language: Language) -> Catalog {
        switch language {
        case .japanese: japanese
        case .english: english
        case .chinese: chinese
        case .korean: korean
        }
    }

    private static let japanese = embedded(PackageResources.ja_txt, .japanese)
    private static let english = embedded(PackageResources.en_txt, .english)
    private static let chinese = embedded(PackageResources.zh_Hans_txt, .chinese)
    private static let korean = embedded(PackageResources.ko_txt, .korean)

    /// An own file that cannot be read would be a mistake of ours, which a test finds; the visitor then sees the texts'
    /// names rather than nothing.
    private static func embedded(_ bytes: [UInt8], _ language: Language) -> Catalog {
        (try? Catalog(bytes, file: fileName(language))) ?? Catalog.empty
    }
}
