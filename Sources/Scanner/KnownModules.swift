/// The modules that are the same in every QR code of one size (ISO/IEC 18004, 6.3): finder patterns with their
/// separators, timing patterns, the last alignment pattern.
struct KnownModules: Sendable {
    /// Modules that are looked at together.
    struct Group: Sendable {
        fileprivate(set) var columns: [Float] = []
        fileprivate(set) var rows: [Float] = []
        /// 1 for light, 0 for dark.
        fileprivate(set) var light: [Float] = []

        fileprivate mutating func add(_ column: Int, _ row: Int, isLight: Bool) {
            columns.append(Float(column))
            rows.append(Float(row))
            light.append(isLight ? 1 : 0)
        }
    }

    let size: Int
    let acrossTiming: Group
    let downTiming: Group
    /// Every group there is: three finder patterns, two timing patterns and, from version 2, the last alignment pattern.
    let groups: [Group]
    /// Each known module: its index, row by row, and whether it is light.
    let all: [(index: Int, isLight: Bool)]

    /// Modules a side of the codes that are looked for: versions 1 to 10.
    static let sizes = Array(stride(from: 21, through: 57, by: 4))
    /// One for each of ``sizes``.
    static let everySize = sizes.map(KnownModules.init)

    static func of(_ size: Int) -> KnownModules? {
        sizes.firstIndex(of: size).map { everySize[$0] }
    }

    private init(size: Int) {
        self.size = size
        acrossTiming = KnownModules.timing(size) { ($0, 6) }
        downTiming = KnownModules.timing(size) { (6, $0) }
        let far = size - 4
        let finders = [(3, 3), (far, 3), (3, far)].map { KnownModules.square(at: $0, half: 4, within: size) }
        let alignment = size > 21 ? [KnownModules.square(at: (size - 7, size - 7), half: 2, within: size)] : []
        groups = finders + [acrossTiming, downTiming] + alignment
        all = groups.flatMap { group in
            group.light.indices.map { (Int(group.rows[$0]) * size + Int(group.columns[$0]), group.light[$0] > 0) }
        }
    }

    private static func timing(_ size: Int, _ place: (Int) -> (Int, Int)) -> Group {
        (8...(size - 9)).reduce(into: Group()) { group, index in
            let (column, row) = place(index)
            group.add(column, row, isLight: index % 2 == 1)
        }
    }

    /// Rings around a centre: dark, light, dark for `half` 2; a 3 × 3 centre, then light, dark, light for 4.
    private static func square(
        at centre: (column: Int, row: Int), half: Int, within size: Int
    ) -> Group {
        var group = Group()
        for row in (centre.row - half)...(centre.row + half) where (0..<size).contains(row) {
            for column in (centre.column - half)...(centre.column + half) where (0..<size).contains(column) {
                let ring = max(abs(column - centre.column), abs(row - centre.row))
                group.add(column, row, isLight: half == 2 ? ring == 1 : ring == 2 || ring == 4)
            }
        }
        return group
    }
}
