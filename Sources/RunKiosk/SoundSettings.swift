/// What the kiosk sounds like.
struct SoundSettings: Equatable, Sendable {
    /// What makes the sounds.
    enum Mode: String, Sendable {
        /// The terminal's bell.
        case bell
        /// The player, with a chime for each occasion.
        case chimes
        case none
    }

    var mode = Mode.bell
    /// A program and its arguments; a chime's path is added to them.
    var player = ["aplay", "-q"]
    /// Where the chimes are; empty for those that come with the program.
    var folder = ""

    /// The folder in use.
    var chimes: String { folder.isEmpty ? Configuration.shareFolder + "/chimes" : folder }
}
