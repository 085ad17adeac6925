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
        let columns = row("", "figure", "baseline", "ratio")
        return ["", section.title, "  against \(section.baseline)", columns] + section.rows.map(line)
    }

    private func line(_ measured: Row) -> String {
        let unit = measured.unit.rawValue
        return row(
            measured.name, "\(Table.number(measured.figure)) \(unit)", "\(Table.number(measured.baseline)) \(unit)",
            measured.ratio.map { "\(Table.number($0)) ×" } ?? "–")
    }

    private func row(_ name: String, _ cells: String...) -> String {
        cells.reduce("  " + name.padded(to: 38)) { $0 + $1.padded(to: 13, atEnd: false) }
    }

    /// Three significant digits, as far as they are behind the point.
    private static func number(_ value: Double) -> String {
        let digits =
            switch abs(value) {
            case 100...: 0
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
