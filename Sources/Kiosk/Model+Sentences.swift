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
    func ring(_ phone: String, _ columns: Int) -> Block {
        let text = words.ring(phone)
        var block = Block.text(text, .accent, columns: columns)
        if let bitmap = BigText.bitmap(text) {
            block.forms = Block.picture(bitmap, .stroke, columns: columns, worth: .comfort) + block.forms
        }
        return block
    }

    func dateAndTime(_ instant: Instant) -> String {
        words.dateAndTime(siteTime.reading(of: instant))
    }

    func time(_ instant: Instant) -> String { siteTime.reading(of: instant).time }
}
