/// A protocol as a finite machine: everything that can be so, and everything that can happen next.
protocol ProtocolModel {
    associatedtype State: Hashable

    var start: State { get }
    /// Tells everything that can happen in `state`.
    func steps(from state: State, _ tell: (ProtocolStep, State) -> Void)
    /// The property that `state`, or the way from `before` to it, breaks; `nil` when all hold.
    func broken(_ state: State, from before: State) -> ProtocolProperty?
    /// Whether everything has come to rest as it should.
    func isSettled(_ state: State) -> Bool
    /// What must be reachable from everywhere when nothing fails any more.
    var settling: ProtocolProperty { get }
}

/// Something that happens, in words.
struct ProtocolStep {
    let words: StaticString
    /// Whether it happens also in a world where the network is fair, nothing crashes and nobody does anything new.
    let isFair: Bool

    static func always(_ words: StaticString) -> ProtocolStep { ProtocolStep(words: words, isFair: true) }
    static func maybe(_ words: StaticString) -> ProtocolStep { ProtocolStep(words: words, isFair: false) }
}

/// What a model is about.
enum ProtocolProperty: String {
    case kept = "what the screen acknowledged is in the outbox or in the cloud"
    case once = "no deed is in the cloud twice"
    case acknowledged = "an event leaves the outbox only when the cloud has it"
    case emptied = "the outbox empties when the network is fair"
    case cursorWithinRows = "the cache never holds a cursor beyond its rows"
    case cancellationKept = "a cancellation once synced is never undone"
    case followed = "the cache comes to equal the feed when the network is fair"
}

/// What an exploration found.
struct ProtocolFinding: CustomStringConvertible {
    let states: Int
    let broken: ProtocolProperty?
    /// The shortest way to the first state that breaks it.
    let trace: [String]

    var description: String {
        guard let broken else { return "\(states) states, every property holds" }
        let steps = trace.enumerated().map { "  \($0 + 1). \($1)" }
        return (["\(states) states, broken: \(broken.rawValue)"] + steps).joined(separator: "\n")
    }
}

extension ProtocolModel {
    /// Visits every reachable state, nearest first, until a property is broken or there are no more.
    ///
    /// - Parameter limit: more states than this are not explored; a model that has more is a mistake in it.
    func explore(limit: Int = 2_000_000) -> ProtocolFinding {
        var search = ProtocolSearch(of: self)
        var next = 0
        while next < search.states.count, search.states.count < limit {
            if let finding = search.visit(next) { return finding }
            next += 1
        }
        return search.settling(goals: search.states.indices.filter { isSettled(search.states[$0]) })
    }
}

/// A search under way.
private struct ProtocolSearch<Model: ProtocolModel> {
    private let model: Model
    private(set) var states: [Model.State]
    private var places: [Model.State: Int32] = [:]
    /// How each state was reached first.
    private var ways: [(from: Int32, step: ProtocolStep)]
    /// Fair steps, to walk them backwards.
    private var fair: [(from: Int32, to: Int32)] = []

    init(of model: Model) {
        self.model = model
        states = [model.start]
        places[model.start] = 0
        ways = [(-1, .always("start"))]
    }

    /// Takes every step from that state; tells of the first that breaks a property.
    mutating func visit(_ place: Int) -> ProtocolFinding? {
        let before = states[place]
        var steps: [(step: ProtocolStep, state: Model.State)] = []
        model.steps(from: before) { steps.append(($0, $1)) }
        for (step, state) in steps {
            let (to, isNew) = find(state, from: Int32(place), step)
            if step.isFair, Int(to) != place { fair.append((Int32(place), to)) }
            if let broken = model.broken(state, from: before) {
                let last = isNew ? [] : ["\(step.words)"]
                return ProtocolFinding(
                    states: states.count, broken: broken, trace: trace(to: isNew ? Int(to) : place) + last)
            }
        }
        return nil
    }

    private mutating func find(_ state: Model.State, from: Int32, _ step: ProtocolStep) -> (Int32, isNew: Bool) {
        if let place = places[state] { return (place, false) }
        let place = Int32(states.count)
        places[state] = place
        states.append(state)
        ways.append((from, step))
        return (place, true)
    }

    /// Walks the fair steps backwards from `goals`; a state that is not met cannot come to rest any more.
    func settling(goals: [Int]) -> ProtocolFinding {
        var sources: [[Int32]] = Array(repeating: [], count: states.count)
        for (from, to) in fair { sources[Int(to)].append(from) }
        var isMet = Array(repeating: false, count: states.count)
        var open = goals
        for goal in goals { isMet[goal] = true }
        while let state = open.popLast() {
            for source in sources[state] where !isMet[Int(source)] {
                isMet[Int(source)] = true
                open.append(Int(source))
            }
        }
        guard let stuck = isMet.firstIndex(of: false) else {
            return ProtocolFinding(states: states.count, broken: nil, trace: [])
        }
        return ProtocolFinding(
            states: states.count, broken: model.settling, trace: trace(to: stuck) + ["and it never comes to rest"])
    }

    private func trace(to place: Int) -> [String] {
        var words: [String] = []
        var place = place
        while place > 0 {
            words.append("\(ways[place].step.words)")
            place = Int(ways[place].from)
        }
        return words.reversed()
    }
}
