import Curses
import Kiosk
import Reception

/// Whatever a terminal sends, the next Enter is understood, no control character comes out as typed, and the screens that
/// it leads to are drawn and return to idle.
func fuzzTerminal(_ input: [UInt8]) {
    var reader = KeyReader()
    var wedge = WedgeReader()
    var model = Stage.model()
    var time = model.uptime
    for byte in input {
        let before = model.screen
        reader.take(byte)
        // A pause now and then, by what was typed, so that an input is always the same story.
        if byte & 0x0F == 0x0F { reader.settle() }
        time += byte & 0x07 == 0x07 ? .milliseconds(400) : .milliseconds(2)
        let inputs = reader.takeInputs()
        for case .key(let key) in inputs { check(key) }
        tell(&model, wedge.pause(at: time))
        for case .key(let key) in inputs { tell(&model, wedge.take(key, at: time)) }
        for case .click(let row, let column) in inputs {
            precondition(row >= 0 && column >= 0, "a click outside of every screen")
        }
        _ = model.update(.tick(uptime: time, now: model.now))
        if model.screen != before { Stage.draw(model) }
    }
    reader.settle()
    _ = reader.takeInputs()
    reader.take(0x0D)
    precondition(reader.takeInputs() == [.key(.enter)], "an Enter was not understood")
    for _ in 0..<40 {
        time += .seconds(60)
        _ = model.update(.tick(uptime: time, now: model.now))
    }
    precondition(!Stage.leaves(model), "a screen stays for ever")
}

private func check(_ key: Key) {
    guard case .character(let character) = key else { return }
    precondition(character.unicodeScalars.allSatisfy { !isControl($0) }, "a control character was typed")
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
}

private func tell(_ model: inout Model, _ outputs: [WedgeReader.Output]) {
    for output in outputs {
        switch output {
        case .key(let key): answer(model.update(.key(key)), &model)
        case .code(let text):
            precondition(text.utf8.count <= 4 * WedgeReader.longestScan, "a code is too long")
            answer(model.update(.code(text, .wedge)), &model)
        }
    }
}

/// There is no desk: nothing can be put on record, and whoever asks is told so.
private func answer(_ effects: [Effect], _ model: inout Model) {
    for effect in effects {
        switch effect {
        case .admit, .record:
            _ = model.update(.notRecorded(StorageFailure(reason: .full, description: "The disk is full.")))
        default: break
        }
    }
}
