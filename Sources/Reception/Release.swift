/// Which release this is.
package enum Release {
    /// Semantic version of all three programs; they are released together.
    package static let version = "0.1.0"
}
