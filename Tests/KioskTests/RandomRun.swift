import Foundation
import Kiosk
import Reception

/// Visitors who do anything at all, one after the other, and a desk and a cloud that answer late or never.
///
/// Each visitor's texts carry the visitor's number, so that whatever of them is drawn later gives itself away.
struct RandomRun {
    private(set) var story: Story
    private var chance: Chance
    private(set) var visitor = 0
    private var waiting: [Effect] = []
    private var events: [UUID] = []
    /// What is wrong, if anything was.
    var fault: String?
    private(set) var kinds: Set<String> = []
    private(set) var homecomings = 0

    init(seed: UInt64) {
        chance = Chance(state: seed)
        var layout = KioskLayout.standard
        layout.buttons.append(LayoutButton(id: "person", action: .host))
        layout.answerSeconds = 20
        story = Story()
        story.lay(layout)
    }

    /// Takes that many steps, until something is wrong.
    mutating func run(_ steps: Int) {
        for _ in 0..<steps where fault == nil {
            step()
            kinds.insert(kind)
        }
    }

    private mutating func step() {
        switch chance.below(1000) {
        case ..<720: press()
        case ..<760: waitAWhile()
        case ..<800: present()
        case ..<960: answer()
        case ..<980: reply()
        case ..<990: world()
        case ..<998: nextVisitor()
        default: comeHome()
        }
    }

    private mutating func press() {
        let texts = ["嵐\(visitor)凪", "V\(visitor)-", "a", "b", "d", "e", "c", "x", "l", "+", "\u{301}", "각"]
        let keys: [Key] = [
            .enter, .enter, .enter, .tab, .backspace, .escape, .up, .down, .left, .right, .other, .function(2),
        ]
        switch chance.below(10) {
        case ..<3: for character in texts[chance.below(2)] { send(.key(.character(character))) }
        case ..<5: send(.key(.character(Character(texts[2 + chance.below(texts.count - 2)]))))
        case ..<7: send(.key(.character(Character(String(chance.below(10))))))
        default: send(.key(keys[chance.below(keys.count)]))
        }
    }

    private mutating func waitAWhile() {
        let durations: [Duration] = [.milliseconds(50), .milliseconds(301), .seconds(1), .seconds(5), .seconds(13)]
        wait(durations[chance.below(durations.count)])
    }

    private mutating func present() {
        switch chance.below(4) {
        case 0: send(.foreign)
        case 1: send(.code(OwnCode.test, .wedge))
        default: send(.code("UK1\(visitor)\(chance.below(1_000_000))", chance.below(2) == 0 ? .camera : .wedge))
        }
        // Who has shown a code stands there now: what the one before has typed must be gone.
        if !story.effects.isEmpty { visitor += 1 }
        checkText()
    }

    private mutating func answer() {
        guard !waiting.isEmpty else { return }
        let effect = waiting.remove(at: chance.below(waiting.count))
        let failure = StorageFailure(reason: .full, description: "The disk is full; free some space.")
        guard chance.below(20) > 0 else { return send(.notRecorded(failure)) }
        switch effect {
        case .admit(let presentation): send(.admitted(presentation, admission(presentation)))
        case .record(let action):
            var event = Event.call(at: story.model.now.now)
            event.id = identity()
            events.append(event.id)
            send(.recorded(action, event))
        case .search(let text):
            send(.found(text, (0..<chance.below(8)).map { _ in chance.below(2) == 0 ? Story.sato : Story.saito }))
        case .staff(.signIn(let attempt)): send(.staff(.answered(attempt.person, signInAnswer)))
        case .staff(.visitors): send(.staff(.visitors(Story.visitors)))
        case .staff: send(.staff(.hasStaff(chance.below(4) > 0)))
        case .enrol: send(.enrolment(.failed(.unreachable)))
        case .hook, .sound: break
        }
    }

    private var signInAnswer: SignInAnswer {
        mutating get {
            switch chance.below(4) {
            case 0: .refused(wait: .seconds(chance.below(3)))
            case 1: .lockedOut(wait: .seconds(900))
            // Whoever may put it out of service may leave it so.
            default: .signedIn(Story.clerk)
            }
        }
    }

    private mutating func admission(_ presentation: Presentation) -> Admission {
        var pass = Story.pass
        pass.visitor = ""
        let now = story.model.now.now
        let verdicts: [Verdict] = [
            .welcome(pass), .welcome(pass), .alreadyIn(pass, since: now), .departed(pass, at: now), .garbled, .notOurs,
            .unsynced, .tooLate, .unknownPasscode, .untrustedClock,
        ]
        let event = identity()
        events.append(event)
        return Admission(verdict: verdicts[chance.below(verdicts.count)], event: event, at: now)
    }

    private mutating func reply() {
        guard let event = events.suffix(5).randomElement(using: &chance) else { return }
        let states: [Reply.State] = [.coming, .passedOn, .unanswered]
        if chance.below(2) == 0 { return story.settle(event, notice: chance.below(3) == 0 ? .noChannel : .queued) }
        story.reply(event, states[chance.below(3)], minutes: chance.below(10))
    }

    private mutating func world() {
        switch chance.below(4) {
        case 0: send(.link(.offline(since: story.model.now.now)))
        case 1: send(.link(.online))
        case 2: send(.hint(.closer))
        default: send(.scanner(chance.below(2) == 0 ? .lost : .ready))
        }
    }

    /// Whoever was here has gone, and the screen has had its time: nothing of theirs may be left.
    private mutating func nextVisitor() {
        comeHome()
        visitor += 1
    }

    /// From wherever it is, the kiosk comes back to idle within its time; an answer that came meanwhile is shown first.
    private mutating func comeHome() {
        var waited = 0
        while kind != "idle" || story.model.restUntilIsSet {
            guard waited < 600, let end = story.model.countdown ?? (kind == "idle" ? 30 : nil) else {
                fault = "no way back from \(kind)"
                return
            }
            guard story.model.nextTick > story.model.uptime else {
                fault = "a tick in the past on \(kind)"
                return
            }
            wait(.seconds(max(1, end)))
            waited += max(1, end)
        }
        homecomings += 1
        visitor += 1
        checkDrawing()
    }

    private mutating func wait(_ duration: Duration) {
        let before = kind
        story.wait(duration)
        take()
        if before != kind, kind == "idle" { visitor += 1 }
    }

    private mutating func send(_ message: Message) {
        let before = kind
        story.tellAtOnce(message)
        take()
        // Whoever comes next to an idle screen, or to another visitor's answer, is somebody else.
        if before != kind, ["idle", "waiting", "result", "goodbye"].contains(kind) { visitor += 1 }
        checkText()
    }

    private mutating func take() {
        for effect in story.effects {
            switch effect {
            case .admit, .record, .search, .staff, .enrol: waiting.append(effect)
            case .hook, .sound: break
            }
        }
        if waiting.count > 50 { waiting.removeFirst() }
    }

    private mutating func identity() -> UUID {
        let (high, low) = (chance.next(), chance.next())
        return withUnsafeBytes(of: (high, low)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

extension Model {
    /// Whether an idle screen is somebody's still.
    fileprivate var restUntilIsSet: Bool { language != settings.language || usesLargeLetters }
}
