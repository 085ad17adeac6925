import Foundation
import Kiosk
import KioskStorage
import ScanLink

extension Doctor {
    /// The programs beside the kiosk: hooks, printer, player.
    var programs: [Finding] {
        var wanted = configuration.hooks.map { ("hooks.on_\($0.key.rawValue)", $0.value) }.sorted { $0.0 < $1.0 }
        if !configuration.printer.isEmpty { wanted.append(("hooks.on_print", configuration.printer)) }
        if configuration.sound.mode == .chimes { wanted.append(("sound.player", configuration.sound.player)) }
        let missing = wanted.filter { $0.1.first.map { ProgramPath.find($0) == nil } ?? true }
        guard !missing.isEmpty else {
            let sentence = wanted.isEmpty ? "None are configured." : "All \(wanted.count) are installed."
            return [Finding(grade: .fine, subject: "programs", sentence: sentence)]
        }
        return missing.map {
            Finding(
                grade: .bad, subject: "programs",
                sentence: "There is no program \($0.1.first ?? "") for \($0.0); install it, or correct the path.")
        }
    }

    /// Whether anybody may open the staff console.
    func staff(_ premises: Premises) -> Finding {
        let isKnown = (try? premises.store.hasStaff()) ?? false
        return isKnown
            ? Finding(
                grade: .fine, subject: "staff", sentence: "The cloud has told of staff; the console can be opened.")
            : Finding(
                grade: .worth, subject: "staff",
                sentence: "Nobody may open the console and the exit key needs no PIN; uketsuke-cloud staff add.")
    }
}
