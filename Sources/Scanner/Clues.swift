import CPixels
import Reception

/// What a picture in which no code was read shows of one, and so what stands in the way of reading it.
struct Clues {
    /// The code that was found and could not be read.
    private var unread: (side: Float, module: Float, brightness: ClosedRange<Float>)?
    /// The largest finder pattern that is surely one, in pixels.
    private var largestFinder: Float = 0
    /// How well the picture agreed with that code; the one of the best agreement counts.
    private var agreement: Float = 0

    /// Notes finder patterns of a picture that is `scale` times smaller than the full one and of which each `step`th row
    /// was looked at.
    mutating func note(_ finders: [uk_finder], scale: Float, step: Int32) {
        let sure = finders.filter { Float($0.weight) * Float(step) > Clues.sureWeight * $0.height }
        largestFinder = max(largestFinder, (sure.map(\.size).max() ?? 0) * scale)
    }

    /// Notes a code that lies in the picture and cannot be read.
    mutating func note(_ fit: Fit.Found, side: Float, brightness: ClosedRange<Float>) {
        guard fit.agreement > agreement else { return }
        agreement = fit.agreement
        unread = (side, side / Float(fit.known.size), brightness)
    }

    /// A weight for each row of its height that only patterns reach which most of their rows agree on: three rows of
    /// seven go through the middle, and weigh 4 each.
    private static let sureWeight: Float = 1.2
    /// Modules of fewer pixels cannot be told apart.
    private static let smallestModule: Float = 2.2
    /// A finder pattern larger than this part of the picture's height belongs to a code that hardly fits into it: that of
    /// a pass is a sixth of the code's height.
    private static let largestFinderPart: Float = 0.15
    private static let dark: Float = 40
    private static let faintContrast: Float = 40
    private static let glaring: Float = 225

    /// What would help; `nil` when nothing of a code is in view.
    func obstacle(in small: GreyImage, of image: GreyImage) -> ScanLine.Hint? {
        // Too near for the lens to be sharp, if not too large.
        if largestFinder > Clues.largestFinderPart * Float(image.height) { return .further }
        if let unread {
            if unread.module < Clues.smallestModule { return .closer }
            if unread.side > 0.95 * Float(min(image.width, image.height)) { return .further }
            if unread.brightness.upperBound < Clues.dark { return .brighter }
            let contrast = unread.brightness.upperBound - unread.brightness.lowerBound
            if contrast < Clues.faintContrast {
                return unread.brightness.lowerBound > Clues.glaring - Clues.faintContrast ? .darker : .brighter
            }
            if unread.brightness.lowerBound > Clues.glaring { return .darker }
            return .still
        }
        return Clues.light(in: small)
    }

    /// Whether the whole picture is too dark or too bright for anything to be seen.
    private static func light(in small: GreyImage) -> ScanLine.Hint? {
        guard !small.pixels.isEmpty else { return nil }
        let mean = small.pixels.reduce(0) { $0 + Int($1) } / small.pixels.count
        let brightest = small.pixels.max() ?? 0
        if mean < 10, brightest < 48 { return .brighter }
        return mean > 248 ? .darker : nil
    }
}
