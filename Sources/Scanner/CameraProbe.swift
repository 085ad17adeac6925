import CZBar

/// A device that is looked at but not used.
final class CameraProbe {
    private let probe: OpaquePointer

    /// More than any camera has; a broken driver may list without end.
    private static let mostListed: Int32 = 64

    /// - Throws: ``CameraError``, also for a device that sends no pictures.
    init(path: String) throws(CameraError) {
        var opened: OpaquePointer?
        let status = uk_probe_open(path, &opened)
        guard status == 0, let opened else { throw CameraError(path: path, errno: status) }
        probe = opened
    }

    deinit {
        uk_probe_close(probe)
    }

    /// What it calls itself, without control characters.
    var name: String {
        let name = String(cString: uk_probe_name(probe))
        return String(String.UnicodeScalarView(name.unicodeScalars.filter { !CameraProbe.isControl($0) }))
    }

    /// Of a terminal, or of the direction in which it writes.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }

    /// The mode to use; a guess where the driver lists nothing.
    func bestMode(asked size: FrameSize?) -> CameraMode {
        let choice = ModeChoice(asked: size)
        let packings = CameraMode.Packing.allCases.filter { $0 != .converted && uk_probe_offers(probe, $0.rawValue) }
        let modes = packings.flatMap { self.modes(of: $0, wishes: choice.wishes) }
        return choice.best(of: modes) ?? CameraMode(.converted, size ?? .usual, nil)
    }

    private func modes(of packing: CameraMode.Packing, wishes: [FrameSize]) -> [CameraMode] {
        var sizes = CameraOffer.sizes(listedSizes(of: packing), wishes: wishes)
        if sizes.isEmpty { sizes = wishes.map { answer(to: $0, packing) } }
        return sizes.map { CameraMode(packing, $0, CameraOffer.interval(listedIntervals(of: packing, $0))) }
    }

    private func listedSizes(of packing: CameraMode.Packing) -> [CameraOffer.Sizes] {
        var entries = [uk_sizes](repeating: uk_sizes(), count: Int(Self.mostListed))
        let count = uk_probe_sizes(probe, packing.rawValue, &entries, Self.mostListed)
        return entries.prefix(Int(count)).map { entry in
            CameraOffer.Sizes(
                least: FrameSize(width: Int(entry.least_width), height: Int(entry.least_height)),
                most: FrameSize(width: Int(entry.most_width), height: Int(entry.most_height)),
                step: FrameSize(width: Int(entry.width_step), height: Int(entry.height_step)))
        }
    }

    /// What a driver without a list makes of a wish; the wish itself where it does not say.
    private func answer(to wish: FrameSize, _ packing: CameraMode.Packing) -> FrameSize {
        var (width, height) = (Int32(wish.width), Int32(wish.height))
        guard uk_probe_try(probe, packing.rawValue, &width, &height), width > 0, height > 0 else { return wish }
        return FrameSize(width: Int(width), height: Int(height))
    }

    private func listedIntervals(of packing: CameraMode.Packing, _ size: FrameSize) -> [CameraOffer.Intervals] {
        var entries = [uk_intervals](repeating: uk_intervals(), count: Int(Self.mostListed))
        let count = uk_probe_intervals(
            probe, packing.rawValue, Int32(size.width), Int32(size.height), &entries, Self.mostListed)
        return entries.prefix(Int(count)).compactMap { entry in
            guard let shortest = FrameInterval(entry.shortest.numerator, entry.shortest.denominator),
                let longest = FrameInterval(entry.longest.numerator, entry.longest.denominator)
            else { return nil }
            return CameraOffer.Intervals(shortest: min(shortest, longest), longest: max(shortest, longest))
        }
    }
}
