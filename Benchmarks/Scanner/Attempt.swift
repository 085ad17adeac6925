import CProcess

/// What one decoder made of one picture.
struct Attempt {
    let texts: [String]
    /// Processor time of the calling thread.
    let time: Duration

    init(_ read: () -> [String]) {
        let start = uk_process_thread_microseconds()
        texts = read()
        time = .microseconds(uk_process_thread_microseconds() - start)
    }
}

/// What both decoders made of one picture.
struct Outcome {
    let frame: FrameSet.Frame
    let plain: Attempt
    let ladder: Attempt

    /// How many times the baseline's processor time it took.
    var ratio: Double { ladder.time / max(plain.time, .microseconds(1)) }
}
