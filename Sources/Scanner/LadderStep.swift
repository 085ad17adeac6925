/// One way to look for codes in a picture: a black and white picture of it, made with a local threshold, and what is
/// done with that.
///
/// Which steps there are, and in which order, was chosen by measuring (`make bench-scanner`): what each reads that those
/// before it do not, against what it costs. Rotation and mirroring need none.
struct LadderStep: Hashable, Sendable {
    /// How codes are found in the black and white picture.
    enum Way: Sendable {
        /// By their finder patterns; their modules are then looked up in the grey picture and drawn afresh for libzbar.
        case modules
        /// By libzbar alone, in the whole picture.
        case scan
    }

    var way: Way
    var level: Pyramid.Level
    var isBlurred = false
    /// Half a side of the square whose mean is the threshold, in pixels.
    var radius: Int32 = 15
    /// How far below the mean a dark pixel is; above it if negative, for codes that are light on dark.
    var bias: Int32 = 3

    /// Whether light modules are taken for dark ones.
    var isInverted: Bool { bias < 0 }

    /// What it takes for a picture of that many pixels of the full size, until it has been measured: about what it took
    /// on a machine of 2024.
    func guess(pixels: Int) -> Duration {
        let perPixel = way == .scan ? 30 : 6
        return .nanoseconds(pixels * perPixel >> (2 * level.rawValue))
    }

    /// What is done with every picture.
    static let cheap = [
        LadderStep(way: .modules, level: .half), LadderStep(way: .modules, level: .full),
        LadderStep(way: .modules, level: .quarter), LadderStep(way: .modules, level: .eighth),
        LadderStep(way: .modules, level: .half, bias: -3),
    ]
    /// What is done with pictures in which the cheap steps read nothing; in live pictures one at a time, in turn.
    static let rare = [
        LadderStep(way: .modules, level: .full, isBlurred: true, radius: 8, bias: 1),
        LadderStep(way: .modules, level: .full, bias: 10), LadderStep(way: .modules, level: .full, bias: -3),
        LadderStep(way: .scan, level: .full), LadderStep(way: .scan, level: .full, isBlurred: true, bias: 1),
        LadderStep(way: .scan, level: .full, bias: -3),
    ]
}
