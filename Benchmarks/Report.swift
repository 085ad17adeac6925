import Foundation
import Reception

/// Everything that was measured.
struct Report: Encodable {
    let program = "uketsuke-kiosk \(Release.version)"
    let system = ProcessInfo.processInfo.operatingSystemVersionString
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let sections: [Section]

    /// For machines; keys in alphabetical order.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

/// Figures that share a baseline.
struct Section: Encodable {
    let title: String
    /// What the right-hand figures are of.
    let baseline: String
    let rows: [Row]
}

/// One figure, and the baseline's, measured in the same run.
struct Row: Encodable {
    enum Unit: String, Encodable {
        case milliseconds = "ms"
        /// Of one core.
        case percent = "%"
        case perSecond = "/s"
        /// 2^20 bytes.
        case mebibytes = "MiB"
    }

    let name: String
    let unit: Unit
    let figure: Double
    let baseline: Double

    /// How many times the baseline the figure is; nothing when the baseline was too small to be seen.
    var ratio: Double? { baseline > 0 ? figure / baseline : nil }

    init(_ name: String, _ unit: Unit, _ figure: Double, against baseline: Double) {
        self.name = name
        self.unit = unit
        self.figure = figure
        self.baseline = baseline
    }

    private enum CodingKeys: CodingKey { case name, unit, figure, baseline, ratio }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(unit, forKey: .unit)
        try container.encode(figure, forKey: .figure)
        try container.encode(baseline, forKey: .baseline)
        try container.encodeIfPresent(ratio, forKey: .ratio)
    }
}
