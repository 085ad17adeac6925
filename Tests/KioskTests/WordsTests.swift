import Reception
import Testing

@testable import Kiosk

/// The texts of every language: complete, fitting, and written as the language is.
@Suite struct WordsTests {
    // MARK: - Complete

    @Test(arguments: Language.allCases)
    func `no language lacks a text or a placeholder, or has one too many`(language: Language) {
        let catalog = Catalogs.own(language)
        #expect(catalog.faults.map(\.description) == [])
        #expect(Set(catalog.texts.keys) == Set(Phrase.allCases))
    }

    @Test(arguments: Language.allCases)
    func `no text is empty, and none shows a brace when it is said`(language: Language) {
        for phrase in Phrase.allCases {
            let text = Sample.filled(phrase, language)
            #expect(text.contains { !$0.isWhitespace }, "\(phrase)")
            #expect(!text.contains(where: { "{}".contains($0) }), "\(phrase): \(text)")
        }
    }

    /// Japanese and Chinese may share a word of two characters.
    @Test func `no text was left untranslated`() {
        for phrase in Phrase.allCases where phrase.placeholders.isEmpty && phrase != .months {
            let texts = Language.allCases.map { Words(language: $0).say(phrase) }
            let unlike = Set(texts)
            #expect(unlike.count >= 3, "\(phrase): \(texts)")
        }
    }

    @Test func `the files are sorted alike, so that translators see them side by side`() {
        let files = [
            PackageResources.ja_txt, PackageResources.en_txt, PackageResources.zh_Hans_txt, PackageResources.ko_txt,
        ]
        for file in files {
            let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(lines.map { String($0.prefix { $0 != " " }) } == Phrase.allCases.map(\.rawValue))
        }
    }

    // MARK: - Fitting at 40 × 12

    /// Columns of one line.
    private static let line = 38
    private static let places: [(columns: Int, phrases: [Phrase])] = [
        // Beside a key.
        (
            12,
            [
                .back, .cancel, .delete, .next, .skip, .choose, .nextPage, .previousPage, .confirm, .call,
                .checkOut, .leaveProgram,
            ]
        ),
        // In the menu, two side by side.
        (
            15,
            [
                .buttonWalkIn, .buttonHost, .buttonDepartments, .buttonDelivery, .buttonCheckOut, .buttonCall,
                .largeLetters, .normalLetters,
            ]
        ),
        // Before a value.
        (10, [.company, .room, .host, .labelCompany, .labelName, .labelHeadcount, .labelTarget]),
        // In the header, beside the place's name.
        (20, [.date, .dateAndTime, .countdownShort, .pageOf]),
        // In a band behind its sign.
        (
            35,
            [
                .welcome, .resultAlreadyIn, .resultDeparted, .resultGarbled, .resultWrongLayout, .resultNotOurs,
                .resultForged, .resultSeeStaff, .resultUnlisted, .resultCancelled, .resultWrongSite, .resultTooEarly,
                .resultTooLate, .resultUnknownPasscode, .resultMistypedPasscode, .calling, .called, .speakToStaff,
                .goodbye, .readerWorks, .cannotRecord, .unanswered, .deliveryThanks, .closed, .closedHoliday, .leaving,
            ]
        ),
        // On one line.
        (
            line,
            [
                .holdCodeShort, .typeCodeShort, .hintBrighter, .hintDarker, .hintCloser, .hintFurther, .hintStill,
                .withoutCameraShort, .withoutReaderShort, .enterPasscode, .looking, .walkIn, .askCompany, .askName,
                .askHeadcount, .askTarget, .targetHost, .targetDepartment, .targetUnknown, .review, .problemEmpty,
                .problemTooLong, .problemNoNumber, .search, .searching, .searchNothing, .departments, .departmentsNone,
                .delivery, .deliveryAsk, .deliverySignature, .deliveryLeft, .hoursToday, .emergency, .goodbyeAt, .ring,
                .opensAt, .moreTime, .waitHere, .pleaseWait,
            ]
        ),
    ]

    @Test(arguments: Language.allCases)
    func `every text fits its place at forty columns`(language: Language) {
        for (columns, phrases) in Self.places {
            for phrase in phrases {
                let text = Sample.filled(phrase, language)
                #expect(
                    DisplayWidth.of(text) <= columns, "\(phrase) has \(DisplayWidth.of(text)) of \(columns): \(text)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `what may be wrapped takes two lines of forty columns at the most`(language: Language) {
        let lines = Set(Self.places.flatMap(\.phrases))
        for phrase in Phrase.allCases where !lines.contains(phrase) && !Self.staff.contains(phrase) {
            let text = Sample.filled(phrase, language)
            #expect(DisplayWidth.wrapped(text, columns: Self.line).count <= 2, "\(phrase): \(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func `each part of the status line fits one of eighty columns`(language: Language) {
        for phrase in Self.staff {
            let text = Sample.filled(phrase, language)
            #expect(DisplayWidth.of(text) <= 78, "\(phrase): \(text)")
        }
    }

    @Test(arguments: Language.allCases)
    func `that the cloud is not reached, how much waits and why is told in eighty columns`(language: Language) {
        let words = Words(language: language)
        let troubles: [LinkTrouble] = [
            .noConnection, .noAnswer, .certificate, .stranger, .oddAnswer(status: 404), .cloudFault(status: 503), .busy,
        ]
        for trouble in troubles {
            let link = words.link(.offline(since: Instant(milliseconds: 0), because: trouble), at: { _ in "10:02" })
            let line = [link, words.waiting(1000), words.trouble(trouble)].joined(separator: " │ ")
            #expect(DisplayWidth.of(line) <= 78, "\(line)")
        }
    }

    private static let staff: Set<Phrase> = {
        let all = Phrase.allCases
        guard let first = all.firstIndex(of: .linkNotEnrolled) else { return [] }
        return Set(all[first...])
    }()
}
