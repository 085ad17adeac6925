import CPixels

/// Reads a code whose place in a picture is known: looks up the brightness of each module, decides which are dark, and
/// gives libzbar a clean drawing of them.
///
/// libzbar's weak part is finding a code's edges; its error correction is good, and nothing but error correction is left
/// to do in such a drawing.
final class ModuleReader {
    /// How the brightness of modules is turned into dark and light: what blur took away is given back by sharpening.
    private static let decisions: [(sharpness: Float, radius: Int32)] = [(0.5, 4), (0, 6), (1.2, 3)]
    private static let scale = 3
    private static let quietZone = 4

    private let scanner: RawScanner
    private var mesh = uk_mesh()
    private var brightness: [Float] = []
    private var scratch: [Float] = []
    private var modules: [UInt8] = []
    private var drawing = GreyImage(width: 0, height: 0)

    init(scanner: RawScanner) {
        self.scanner = scanner
    }

    /// What the code at `fit` says; `nil` when that cannot be read.
    func text(of fit: Fit.Found, in image: GreyImage, isInverted: Bool) -> String? {
        for isBent in [false, true] {
            look(at: fit, in: image, isInverted: isInverted, isBent: isBent)
            for decision in ModuleReader.decisions {
                decide(decision, fit.known)
                if let code = scanner.codes(in: drawing).first { return code.text }
            }
        }
        return nil
    }

    /// The brightness of the darkest and of the lightest modules of a code, from 0 to 255, leaving out the extremes.
    func range(of fit: Fit.Found, in image: GreyImage) -> ClosedRange<Float> {
        look(at: fit, in: image, isInverted: false, isBent: false)
        let sorted = brightness.sorted()
        return sorted[sorted.count / 8]...sorted[sorted.count * 7 / 8]
    }

    private func look(at fit: Fit.Found, in image: GreyImage, isInverted: Bool, isBent: Bool) {
        let size = fit.known.size
        if brightness.count != size * size {
            brightness = Array(repeating: 0, count: size * size)
            scratch = brightness
            modules = Array(repeating: 0, count: size * size)
        }
        var plane = fit.pose.plane(size: size)
        let (width, height) = (Int32(image.width), Int32(image.height))
        image.withPixels {
            guard isBent else {
                uk_pixels_modules($0, width, height, &plane, nil, Int32(size), &brightness)
                return
            }
            uk_pixels_settle($0, width, height, &plane, Int32(size), &mesh)
            uk_pixels_modules($0, width, height, &plane, &mesh, Int32(size), &brightness)
        }
        if isInverted {
            for index in brightness.indices { brightness[index] = 255 - brightness[index] }
        }
    }

    private func decide(_ decision: (sharpness: Float, radius: Int32), _ known: KnownModules) {
        let size = known.size
        uk_pixels_decide(brightness, Int32(size), decision.sharpness, decision.radius, &scratch, &modules)
        for (index, isLight) in known.all { modules[index] = isLight ? 255 : 0 }
        let side = (size + 2 * ModuleReader.quietZone) * ModuleReader.scale
        drawing.refill(width: side, height: side) { pixels in
            uk_pixels_draw(modules, Int32(size), Int32(ModuleReader.scale), pixels.baseAddress)
        }
    }
}
