import Foundation
import Kiosk
import Reception

/// Every screen before every key, and what must come of it, written down by hand.
enum KeyTable {
    /// The columns: a key of every kind.
    static let keys: [Key] = [
        .character("a"), .character("c"), .character("x"), .character("l"), .character("+"), .character("0"),
        .character("1"), .character("7"), .character("山"), .enter, .tab, .backspace, .escape, .up, .down, .left,
        .right, .function(1), .control("c"), .alternate("a"), .other, .control("q"),
    ]

    /// What a key comes to; `.` nothing, `h` idle, `L` language, `+` letters, `q` the program's end, `*` another screen,
    /// `e` the same screen with another content, `C` a call, `X` a check-out, `A` a passcode handed in, `S` a search,
    /// `D` a delivery, `W` a walk-in, `K` something for staff.
    ///
    ///                         a c x l + 0 1 7 山⏎ ⇥ ⌫ ⎋ ↑ ↓ ← → F1^CM-a? ^Q
    // swift-format-ignore
    static let rows: [(name: String, outcomes: String)] = [
        ("idle",               "* C * L + * * * . . . . . . . . . . . . . q"),
        ("closed",             ". . * L + . . . . . . . . . . . . . . . . q"),
        ("passcode",           ". . . L + e e e . . . e h . . . . . . . . q"),
        ("passcode, 1 digit",  ". . . L + e e e . . . h h . . . . . . . . q"),
        ("passcode, 7 digits", ". . . L + A A A . . . e h . . . . . . . . q"),
        ("passcode, handed in", ". . . L + . . . . . . . . . . . . . . . . q"),
        ("passcode to leave",  ". . . L + e e e . . . * * . . . . . . . . q"),
        ("welcome",            ". . . L + * * * . h . . h . . . . . . . . q"),
        ("already in",         ". C X L + * * * . h . . h . . . . . . . . q"),
        ("refused",            ". C . L + * * * . h . . h . . . . . . . . q"),
        ("waiting",            ". . . L + * * * . h . . h . . . . . . . . q"),
        ("walk-in company",    "e e e e e e e e e e e . h . . . . . . . . q"),
        ("walk-in name",       "e e e e e e e e e e e . e . . . . . . . . q"),
        ("walk-in name, typed", "e e e e e e e e e e e e e . . . . . . . . q"),
        ("walk-in headcount",  ". . . L + e e e . e e . e . . . . . . . . q"),
        ("walk-in target",     ". . . L + . * . . e . . e . . . . . . . . q"),
        ("walk-in review",     ". . . L + . . . . W . . e . . . . . . . . q"),
        ("search",             "e e e e e C . . S . . . h . . . . . . . . q"),
        ("search, 1 letter",   "S S S S S C . . S . . e h . . . . . . . . q"),
        ("search, found two",  "S S S S S C C . S e . S h e e . . . . . . q"),
        ("search, found one",  "S S S S S C C . S C . S h e e . . . . . . q"),
        ("search of a walk-in", "e e e e e * . . S . . . * . . . . . . . . q"),
        ("departments",        ". . . L + C C . . . . . h e e . . . . . . q"),
        ("departments, second", ". . . L + C C . . C . . h e . . . . . . . q"),
        ("departments of a walk-in", ". . . L + * * . . . . . * e e . . . . . . q"),
        ("delivery",           ". . . L + . C . . . . . h . . . . . . . . q"),
        ("leaving",            ". C . L + * * * . . . . h . . . . . . . . q"),
        ("goodbye",            ". . . L + * * * . h . . h . . . . . . . . q"),
        ("out of order",       ". . . L + * * * . h . . h . . . . . . . . q"),
        ("tested",             ". . . L + * * * . h . . h . . . . . . . . q"),
        ("sign-in",            ". . . L + e e e . . . . h . . . . . . . . e"),
        ("sign-in, number",    ". . . L + e e e . e e e h . . . . . . . . e"),
        ("sign-in, PIN",       ". . . L + e e e . K K e e . . . . . . . . e"),
        ("console",            ". . . L + . K . . K e . K . e . e . . . . ?"),
    ]

    /// The screen of that name.
    static func story(_ name: String) -> Story {
        var story = Story.laidOut { if name == "closed" { $0.hours = OpeningHours(week: [:]) } }
        guard name != "idle", name != "closed" else { return story }
        let until = story.model.uptime + .seconds(30)
        let walkIn = LayoutButton(id: "walk-in", action: .walkIn)
        var form = Screen.WalkInForm(button: walkIn, steps: [.company, .name, .headcount, .target], until: until)
        form.target = nil
        let person = LayoutButton(id: "person", action: .host)
        var search = Screen.HostSearch(origin: .button(person), until: until)
        var list = Screen.DepartmentList(
            origin: .button(person), departments: [Story.sales, Story.accounts], until: until)
        switch name {
        case "passcode": story.model.screen = .passcode(.init(digits: "123", until: until))
        case "passcode, 1 digit": story.model.screen = .passcode(.init(digits: "1", until: until))
        case "passcode, 7 digits": story.model.screen = .passcode(.init(digits: "1234567", until: until))
        case "passcode, handed in":
            var entry = Screen.PasscodeEntry(digits: "12345678", until: until)
            entry.isSubmitted = true
            story.model.screen = .passcode(entry)
        case "passcode to leave": story.model.screen = .passcode(.init(digits: "1", until: until, purpose: .leave))
        case "welcome": story.present(.welcome(Story.pass))
        case "already in": story.present(.alreadyIn(Story.pass, since: Story.morning))
        case "refused": story.present(.tooLate)
        case "waiting":
            story.press("c")
            story.recordLast()
        case "walk-in company": story.model.screen = .walkIn(form)
        case "walk-in name", "walk-in name, typed":
            form.position = 1
            if name != "walk-in name" { form.name = "山" }
            story.model.screen = .walkIn(form)
        case "walk-in headcount":
            form.position = 2
            story.model.screen = .walkIn(form)
        case "walk-in target":
            form.position = 3
            story.model.screen = .walkIn(form)
        case "walk-in review":
            form.position = 4
            story.model.screen = .walkIn(form)
        case "search", "search, 1 letter", "search, found two", "search, found one":
            if name == "search, 1 letter" { search.query = "s" }
            if name.contains("found") { search.query = "sai" }
            if name == "search, found two" { search.matches = [Story.sato, Story.saito] }
            if name == "search, found one" { search.matches = [Story.saito] }
            story.model.screen = .hostSearch(search)
        case "search of a walk-in":
            form.position = 3
            story.model.screen = .hostSearch(.init(origin: .walkIn(form), until: until))
        case "departments", "departments, second":
            if name != "departments" { list.selection = 1 }
            story.model.screen = .departments(list)
        case "departments of a walk-in":
            form.position = 3
            list.origin = .walkIn(form)
            story.model.screen = .departments(list)
        case "delivery":
            story.model.screen = .delivery(.init(button: .init(id: "delivery", action: .delivery), until: until))
        case "leaving": story.model.screen = .leaving(.init(uptime: until))
        case "goodbye": story.model.screen = .goodbye(.init(at: Story.morning, until: until))
        case "sign-in", "sign-in, number", "sign-in, PIN":
            story.model.hasStaff = true
            var entry = StaffSignIn(intent: .console, until: until)
            if name != "sign-in" { entry.number = "7" }
            if name == "sign-in, PIN" { (entry.isTypingPIN, entry.pin) = (true, "246810") }
            story.model.screen = .signIn(entry)
        case "console":
            story.model.hasStaff = true
            story.model.screen = .staff(StaffConsole(member: Story.clerk, until: until))
        case "out of order": story.model.screen = .outOfOrder(.init(uptime: until))
        default: story.model.screen = .tested(.init(uptime: until))
        }
        return story
    }

    /// What has come of a key, as the table writes it.
    static func outcome(of key: Key, on story: Story) -> Character {
        var before = story
        // Long after the screen has come, but within its time.
        before.wait(.milliseconds(2500))
        var after = before
        after.press(key)
        if after.model.isFinished { return "q" }
        if let effect = after.effects.first { return letter(of: effect) }
        if kind(of: before.model.screen) != kind(of: after.model.screen) {
            return after.model.screen == .idle ? "h" : "*"
        }
        if after.model.language != before.model.language { return "L" }
        if after.model.usesLargeLetters != before.model.usesLargeLetters { return "+" }
        return timeless(after.model.screen) == timeless(before.model.screen) ? "." : "e"
    }

    private static func letter(of effect: Effect) -> Character {
        switch effect {
        case .record(.call): "C"
        case .record(.checkOut): "X"
        case .record(.delivery): "D"
        case .record(.walkIn): "W"
        case .admit: "A"
        case .search: "S"
        case .enrol: "E"
        case .record(.staff), .staff: "K"
        case .hook, .sound: "?"
        }
    }

    private static func kind(of screen: Screen) -> String {
        String(describing: screen).prefix { $0 != "(" }.description
    }

    /// A key that does nothing still gives more time.
    private static func timeless(_ screen: Screen) -> String {
        String(describing: screen).replacing(/(until|uptime): [0-9.]+ seconds/, with: "")
    }
}
