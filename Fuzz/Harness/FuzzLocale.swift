import Kiosk
import Reception

/// A file of texts is taken or refused with a line; with what it says, the idle screen is drawn at its exact size.
func fuzzLocale(_ input: [UInt8]) {
    var catalogs = Catalogs.embedded
    for fault in catalogs.replace(.english, with: input, file: "en.txt") {
        precondition(!fault.reason.isEmpty, "a fault without a reason")
    }
    var model = Stage.model {
        $0.catalogs = catalogs; $0.language = .english
    }
    Stage.draw(model)
    _ = model.update(.key(.character("1")))
    Stage.draw(model)
}
