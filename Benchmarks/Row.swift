/// One figure, and the baseline's, measured in the same run.
struct Row: Encodable {
    enum Unit: String, Encodable {
        case milliseconds = "ms"
        case percent = "%"
        case perSecond = "/s"
        /// 2^20 bytes.
        case mebibytes = "MiB"
        case bytes = "B"
        /// How many there are.
        case count = ""
    }

    let name: String
    let unit: Unit
    let figure: Double
    /// `nil` where there is nothing to compare with.
    let baseline: Double?
    /// How many times the baseline the figure is; `nil` when the baseline was too small to be seen.
    let ratio: Double?
    /// What was promised; `nil` where nothing was.
    let target: Target?

    /// - Parameter ratio: what to tell instead of the quotient of the two figures.
    init(
        _ name: String, _ unit: Unit, _ figure: Double, against baseline: Double? = nil, ratio: Double? = nil,
        target: Target? = nil
    ) {
        self.name = name
        self.unit = unit
        self.figure = figure
        self.baseline = baseline
        self.ratio = ratio ?? baseline.flatMap { $0 > 0 ? figure / $0 : nil }
        self.target = target
    }

    /// Whether the target is met; `nil` where there is none.
    var isMet: Bool? {
        target.map { target in
            switch target.measure {
            case .figure: target.bound.admits(figure, target.limit)
            case .ratio: ratio.map { target.bound.admits($0, target.limit) } ?? false
            }
        }
    }

    private enum CodingKeys: CodingKey { case name, unit, figure, baseline, ratio, target, isMet }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(unit, forKey: .unit)
        try container.encode(figure, forKey: .figure)
        try container.encodeIfPresent(baseline, forKey: .baseline)
        try container.encodeIfPresent(ratio, forKey: .ratio)
        try container.encodeIfPresent(target, forKey: .target)
        try container.encodeIfPresent(isMet, forKey: .isMet)
    }
}

/// What a figure, or its ratio to the baseline, must be.
struct Target: Encodable {
    enum Measure: String, Encodable { case figure, ratio }

    enum Bound: String, Encodable {
        case atLeast = "≥"
        case atMost = "≤"

        func admits(_ value: Double, _ limit: Double) -> Bool {
            switch self {
            case .atLeast: value >= limit
            case .atMost: value <= limit
            }
        }
    }

    let measure: Measure
    let bound: Bound
    let limit: Double

    static func atLeast(_ limit: Double) -> Target { Target(measure: .figure, bound: .atLeast, limit: limit) }
    static func atMost(_ limit: Double) -> Target { Target(measure: .figure, bound: .atMost, limit: limit) }
    static func ratio(atMost limit: Double) -> Target { Target(measure: .ratio, bound: .atMost, limit: limit) }
}
