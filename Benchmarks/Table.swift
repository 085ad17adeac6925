import Foundation

/// A report as plain text: under each title the figures, the baseline's and their ratio.
struct Table {
    private let report: Report

    init(_ report: Report) { self.report = report }

    var text: String {
        let head = "\(report.program), \(report.system), \(report.cores) cores"
        return ([head] + report.sections.flatMap(lines)).joined(separator: "\n")
    }

    private func lines(_ section: Section) -> [String] {
        var columns = row("", "figure", "baseline", "ratio")
        if section.rows.contains(where: { $0.target != nil }) { columns += "target".padded(to: 13, atEnd: false) }
        let against = section.baseline.map { ["  against \($0)"] } ?? []
        return ["", section.title] + against + [columns] + section.rows.map(line)
    }

    private func line(_ measured: Row) -> String {
        let values = [measured.figure, measured.baseline].map { value in
            value.map { "\(Table.number($0)) \(measured.unit.rawValue)".trimmingCharacters(in: .whitespaces) } ?? "–"
        }
        let line = row(
            measured.name, values[0], values[1], measured.ratio.map { "\(Table.number($0)) ×" } ?? "–")
        return line + (measured.target.map { verdict($0, of: measured) } ?? "")
    }

    private func verdict(_ target: Target, of measured: Row) -> String {
        let unit = target.measure == .ratio ? "×" : measured.unit.rawValue
        let limit = "\(target.bound.rawValue) \(Table.number(target.limit)) \(unit)"
            .trimmingCharacters(in: .whitespaces)
        return limit.padded(to: 13, atEnd: false) + (measured.isMet == true ? "  PASS" : "  MISS")
    }

    private func row(_ name: String, _ cells: String...) -> String {
        cells.reduce("  " + name.padded(to: 38)) { $0 + $1.padded(to: 13, atEnd: false) }
    }

    /// Three significant digits, as far as they are behind the point.
    private static func number(_ value: Double) -> String {
        let digits =
            switch abs(value) {
            case 0, 100...: 0
            case 10..<100: 1
            case 1..<10: 2
            default: 3
            }
        return String(format: "%.\(digits)f", value)
    }
}

extension String {
    fileprivate func padded(to width: Int, atEnd: Bool = true) -> String {
        let blanks = String(repeating: " ", count: max(0, width - count))
        return atEnd ? self + blanks : blanks + self
    }
}
