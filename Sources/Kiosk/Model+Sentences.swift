import Reception

/// Sentences and signs that several screens have.
extension Model {
    /// Running text; large where nothing else needs the room, and sooner for what matters most or in large letters.
    func sentence(_ text: String, _ columns: Int, role: Role = .plain, short: String? = nil) -> Block {
        let block = Block.text(text, role, columns: columns, short: short)
        let isWanted = usesLargeLetters || role == .accent
        let large = Block.large(
            short ?? text, columns: columns, lines: isWanted ? 4 : 2, worth: isWanted ? .comfort : .size)
        return Block(forms: large + block.forms, reading: block.reading)
    }

    /// What is good to know; left out for those who want few and large words.
    func aside(_ text: String, _ columns: Int, role: Role = .quiet, worth: Block.Worth = .aside) -> Block {
        let block = Block.text(text, role, columns: columns)
        guard usesLargeLetters || text.isEmpty else { return block.droppable(worth) }
        return Block(forms: [Block.nothing], reading: block.reading)
    }

    /// What the screen is about.
    func title(_ text: String, _ columns: Int) -> Block {
        let block = Block.headline(text, columns: columns)
        return Block(forms: Block.large(text, columns: columns, lines: 2) + block.forms, reading: block.reading)
    }

    /// A band in the answer's colour and with its sign, to be seen from two metres, and what it means below.
    func answer(
        _ role: Role, _ headline: String, short: String = "", name: String = "", _ blocks: [Block], _ columns: Int
    ) -> Stack {
        let band = Block.band(role, headline, short: short, name: name, columns: columns)
        let large = Block(forms: Block.large(name, columns: columns, lines: 1) + [Block.nothing])
        return Stack(blocks: [band, large] + blocks, distance: 2, isPinned: true)
    }

    /// The number to ring, as large as there is room for.
    ///
    /// - Parameter isNews: whether it is what the screen is about, and worth more than the size of the band.
    func ring(_ phone: String, _ columns: Int, isNews: Bool = false) -> Block {
        var block = Block.text(words.ring(phone), .accent, columns: columns)
        guard let number = BigText.bitmap(phone), let last = block.forms.last else { return block }
        // From two metres it is the number that counts; on a small screen there is no room for it beside the rest.
        let worth: Block.Worth = isNews && columns >= 60 ? .help : .decoration
        let large = [(number.doubled, .size), (number, worth)].filter { $0.0.width <= columns }
        block.forms =
            large.map { picture, worth in
                Block.Form(rows: last.rows + 1 + picture.rows, worth: worth) { frame, area in
                    last.draw(&frame, Area(row: area.row, column: area.column, rows: last.rows, columns: area.columns))
                    let row = area.row + last.rows + 1
                    frame.put(picture, row: row, column: area.column(centring: picture.width), role: .stroke)
                }
            } + block.forms
        return block
    }

    func dateAndTime(_ instant: Instant) -> String {
        words.dateAndTime(siteTime.reading(of: instant))
    }

    func time(_ instant: Instant) -> String { siteTime.reading(of: instant).time }
}
