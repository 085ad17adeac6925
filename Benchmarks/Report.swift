import Foundation
import Reception

/// Everything that was measured.
struct Report: Encodable {
    let program: String
    let system = ProcessInfo.processInfo.operatingSystemVersionString
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let sections: [Section]

    /// - Parameter program: the name of what was measured.
    init(of program: String = "uketsuke-kiosk", sections: [Section]) {
        self.program = "\(program) \(Release.version)"
        self.sections = sections
    }

    /// Whether every figure that has a target is within it.
    var meetsTargets: Bool { sections.allSatisfy { $0.rows.allSatisfy { $0.isMet != false } } }

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
    /// What the right-hand figures are of; `nil` where there are none.
    let baseline: String?
    let rows: [Row]
}
