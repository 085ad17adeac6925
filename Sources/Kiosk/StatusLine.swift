import Reception

/// The one line at the bottom: network, queue, scanner, and what staff must know.
struct StatusLine {
    let model: Model

    /// Whether something needs a person.
    var isWarning: Bool {
        switch model.link {
        case .online, .connecting: break
        default: return true
        }
        return !model.notes.isEmpty || !model.advice.isEmpty || model.outbox.setAside > 0 || model.scanner == .lost
            || model.storageTrouble != nil
            || !model.now.isTrusted || model.lacksTimeZone
    }

    /// The parts, the most important first, so that a narrow screen cuts the least.
    var parts: [String] {
        let words = model.words
        var parts = [words.link(model.link, at: time)]
        if let reason = model.storageTrouble { parts.append(words.storageTrouble(reason)) }
        parts += model.notes.map(words.note)
        if model.outbox.waiting > 0 { parts.append(words.waiting(model.outbox.waiting)) }
        if case .offline(_, let trouble) = model.link { parts.append(words.trouble(trouble)) }
        if model.outbox.setAside > 0 { parts.append(words.setAside(model.outbox.setAside)) }
        if !model.now.isTrusted { parts.append(words.untrustedClock) }
        if model.lacksTimeZone { parts.append(words.unknownTimeZone) }
        parts += model.advice
        if let heardAt = model.cache.heardAt, model.link != .online { parts.append(words.cacheTime(time(heardAt))) }
        parts.append(words.scanner(model.scanner, isCamera: model.settings.hasCamera))
        return parts
    }

    /// The parts that fit as a whole; only the first is ever cut.
    func text(columns: Int) -> String {
        let parts = parts
        var text = DisplayWidth.fit(parts.first ?? "", columns: columns)
        for part in parts.dropFirst() {
            let longer = text + " │ " + part
            if DisplayWidth.of(longer) <= columns { text = longer }
        }
        return text
    }

    private func time(_ instant: Instant) -> String { model.siteTime.reading(of: instant).time }
}
