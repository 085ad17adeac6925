/// What is fuzzed: each reads what comes from outside, and traps when it breaks a promise.
enum FuzzTarget: String, CaseIterable {
    /// What a camera or a scanner read.
    case token
    /// Every body of the API, as JSON.
    case wire
    /// A snapshot's stream of lines.
    case snapshot
    /// `kiosk.conf`.
    case configuration
    /// An administrator's file of texts.
    case locale
    /// A site's layout, and the screens that are drawn with it.
    case layout
    /// What a scan worker, or another program in its place, prints.
    case worker
    /// What a terminal sends, up to the screens that it leads to.
    case terminal

    /// What libFuzzer calls; 0 says that the input may be kept.
    func take(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
        let input = Array(UnsafeBufferPointer(start: bytes, count: size))
        switch self {
        case .token: fuzzToken(input)
        case .wire: fuzzWire(input)
        case .snapshot: fuzzSnapshot(input)
        case .configuration: fuzzConfiguration(input)
        case .locale: fuzzLocale(input)
        case .layout: fuzzLayout(input)
        case .worker: fuzzWorker(input)
        case .terminal: fuzzTerminal(input)
        }
        return 0
    }
}
