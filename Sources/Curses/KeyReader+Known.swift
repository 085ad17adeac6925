import Kiosk

extension KeyReader {
    /// What follows the ESC, for every key that has a use: xterm, VT220, Linux console, rxvt, screen and tmux agree but
    /// for F1 to F5. The numeric keypad's application codes are there since a terminal may have been left in that mode.
    static let known: [[UInt8]: Key] = {
        var known: [String: Key] = [
            "[A": .up, "[B": .down, "[C": .right, "[D": .left,
            "OA": .up, "OB": .down, "OC": .right, "OD": .left,
            "[5~": .pageUp, "[6~": .pageDown,
            "OM": .enter, "OI": .tab, "OX": .character("="),
            "Oj": .character("*"), "Ok": .character("+"), "Ol": .character(","),
            "Om": .character("-"), "On": .character("."), "Oo": .character("/"),
        ]
        for (digit, letter) in "pqrstuvwxy".enumerated() { known["O\(letter)"] = .character(Character("\(digit)")) }
        for (index, letter) in "PQRS".enumerated() {
            known["O\(letter)"] = .function(index + 1)
            known["[\(letter)"] = .function(index + 1)
        }
        for (index, letter) in "ABCDE".enumerated() { known["[[\(letter)"] = .function(index + 1) }
        let numbers = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]
        for (index, number) in numbers.enumerated() { known["[\(number)~"] = .function(index + 1) }
        return Dictionary(uniqueKeysWithValues: known.map { (Array($0.key.utf8), $0.value) })
    }()
}
