/// Opens the camera that was chosen, and after it was away the same one again, whatever its number is by then.
struct CameraSearch {
    private let choice: CameraChoice
    private let size: FrameSize?
    private let folder: CameraFolder
    /// The camera that `auto` opened last.
    private var last: CameraFolder.Candidate?

    /// Asks each camera for `size`, if any.
    init(_ choice: CameraChoice, size: FrameSize?, folder: CameraFolder = CameraFolder()) {
        self.choice = choice
        self.size = size
        self.folder = folder
    }

    /// Opens the camera.
    /// - Throws: ``CameraError``; for `auto` what is wrong with the first camera there is, `absent` if there is none.
    mutating func open() throws(CameraError) -> CameraDevice {
        guard case .path(let path) = choice else { return try openFirst() }
        return try CameraDevice(path: path, size: size)
    }

    private mutating func openFirst() throws(CameraError) -> CameraDevice {
        var first: CameraError?
        for candidate in folder.candidates(last: last) {
            do {
                let camera = try CameraDevice(path: candidate.path, size: size)
                last = candidate
                return camera
            } catch .absent, .noCamera {
                // Many a camera has a second device that sends no pictures.
                continue
            } catch {
                first = first ?? error
            }
        }
        throw first ?? .absent("/dev/video*")
    }
}
