@testable import KioskConfiguration

/// A configuration is taken or refused with a sentence.
func fuzzConfiguration(_ input: [UInt8]) {
    guard let text = String(validating: input, as: UTF8.self) else { return }
    do throws(ConfigurationFailure) {
        _ = try Configuration.parse(text, file: "kiosk.conf")
    } catch {
        precondition(error.description.hasPrefix("kiosk.conf"), "an error does not name the file")
        precondition(error.description.hasSuffix("."), "an error is no sentence")
    }
}
