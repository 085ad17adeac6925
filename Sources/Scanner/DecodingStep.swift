/// One way to prepare a picture for the decoder. A decoder tries its steps in order until one is read.
package enum DecodingStep: Sendable, Hashable, CaseIterable {
    /// The picture as it is.
    case plain

    /// The prepared picture.
    func prepare(_ image: GreyImage) -> GreyImage {
        switch self {
        case .plain: image
        }
    }
}
