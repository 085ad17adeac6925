/// Which camera to use.
package enum CameraChoice: Hashable, Sendable {
    /// Any, in the order of ``CameraFolder/candidates(last:)``.
    case auto
    /// A device such as `/dev/video0`, or a link to one below `/dev/v4l`.
    case path(String)

    /// Reads what is written after `--device`; `nil` for nothing.
    package init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        self = text == "auto" ? .auto : .path(text)
    }
}
