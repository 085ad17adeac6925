import Foundation
import Kiosk
import Reception

/// Whatever a site's layout says, every screen that its buttons open is drawn at its exact size.
func fuzzLayout(_ input: [UInt8]) {
    guard let layout = try? Wire.decode(KioskLayout.self, from: Data(input)) else { return }
    guard let written = try? Wire.encode(layout) else { preconditionFailure("a layout cannot be written") }
    precondition((try? Wire.decode(KioskLayout.self, from: written)) == layout, "a layout is not what it was")
    var home = Stage.model()
    home.cache.layout = layout
    Stage.draw(home)
    for key in "123456789L" {
        var model = home
        _ = model.update(.key(.character(key)))
        Stage.draw(model)
    }
}
