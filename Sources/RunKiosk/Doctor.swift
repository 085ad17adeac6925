import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import ScanLink

/// One line of `doctor`.
struct Finding: Equatable {
    enum Grade: String { case fine = "ok  ", worth = "note", bad = "BAD " }

    var grade: Grade
    var subject: String
    /// What was found and, unless it is fine, what to do.
    var sentence: String

    var isBad: Bool { grade == .bad }

    var text: String {
        let label = subject.padding(toLength: 12, withPad: " ", startingAt: 0)
        return "\(grade.rawValue)  \(label) \(sentence)"
    }
}

/// Looks at everything the kiosk needs.
struct Doctor {
    let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    func findings() -> [Finding] {
        var findings = [terminal, locale, scanner, disk] + lockdown + programs
        do throws(StorageFailure) {
            let premises = try Premises.open(configuration, as: .onlooker)
            findings.append(
                Finding(grade: .fine, subject: "data files", sentence: "Outbox and cache open and check out."))
            findings += [damage(premises), enrolment(premises), queue(premises), staff(premises)]
            findings += cloud(premises)
        } catch {
            findings.append(Finding(grade: .bad, subject: "data files", sentence: error.description))
        }
        return findings
    }

    // MARK: - The machine

    private var terminal: Finding {
        let name = ProcessInfo.processInfo.environment["TERM"] ?? ""
        guard isatty(STDOUT_FILENO) == 1 else {
            return Finding(
                grade: .worth, subject: "terminal", sentence: "This is not a terminal; run doctor where the kiosk runs."
            )
        }
        guard !name.isEmpty, name != "dumb" else {
            return Finding(
                grade: .bad, subject: "terminal",
                sentence: "TERM is not set; set it to the terminal's name, such as linux.")
        }
        return Finding(grade: .fine, subject: "terminal", sentence: "TERM is \(name).")
    }

    private var locale: Finding {
        DisplayWidth.isReady && DisplayWidth.of("受") == 2
            ? Finding(grade: .fine, subject: "locale", sentence: "UTF-8, and wide characters have their width.")
            : Finding(grade: .bad, subject: "locale", sentence: "No UTF-8 locale; install C.UTF-8 or set LC_ALL.")
    }

    private var scanner: Finding {
        guard let command = configuration.scanCommand else {
            return Finding(
                grade: .worth, subject: "camera",
                sentence: "None; keyboard scanners and passcodes work. See [scanner] device.")
        }
        guard let program = command.first, ProgramPath.find(program) != nil else {
            return Finding(
                grade: .bad, subject: "camera",
                sentence: "There is no program \(command[0]); see [scanner] in the configuration.")
        }
        return Finding(
            grade: .fine, subject: "camera",
            sentence: "Codes come from: \(command.joined(separator: " ")). Test the readers with doctor --scanner.")
    }

    private var disk: Finding {
        let folder = configuration.dataDirectory
        switch DiskState(at: folder) {
        case nil:
            return Finding(
                grade: .worth, subject: "disk", sentence: "\(folder) is not there yet; it is made at the first start.")
        case .readOnly:
            return Finding(
                grade: .bad, subject: "disk",
                sentence: "The disk of \(folder) is read-only: nothing can be recorded; check it and mount it again.")
        case .full:
            return Finding(
                grade: .bad, subject: "disk",
                sentence: "The disk is full at \(folder): nothing can be recorded; make room.")
        case .free(let megabytes) where megabytes < 100:
            return Finding(
                grade: .bad, subject: "disk", sentence: "Only \(megabytes) MB are free at \(folder); make room.")
        case .free(let megabytes):
            return Finding(grade: .fine, subject: "disk", sentence: "\(megabytes) MB are free at \(folder).")
        }
    }

    // MARK: - The data

    private func damage(_ premises: Premises) -> Finding {
        let kept = premises.directory.damagedOutboxes
        return kept.isEmpty
            ? Finding(grade: .fine, subject: "damage", sentence: "No damaged outbox has been set aside.")
            : Finding(
                grade: .worth, subject: "damage",
                sentence:
                    "\(kept.count) damaged outbox was kept (\(kept.joined(separator: ", "))); tell the administrator, then move it away."
            )
    }

    private func enrolment(_ premises: Premises) -> Finding {
        guard let enrolment = premises.enrolment else {
            return Finding(
                grade: .bad, subject: "enrolment", sentence: "None; run uketsuke-kiosk enrol --url URL --code CODE.")
        }
        return Finding(
            grade: .fine, subject: "enrolment",
            sentence: "“\(enrolment.name)” at \(enrolment.tenant.name), \(enrolment.site.name).")
    }

    private func queue(_ premises: Premises) -> Finding {
        guard let counts = try? premises.store.counts() else {
            return Finding(grade: .bad, subject: "queue", sentence: "The outbox cannot be read; see data files.")
        }
        let sentence = "\(counts.waiting) waiting, \(counts.setAside) set aside"
        return counts.setAside > 0
            ? Finding(grade: .worth, subject: "queue", sentence: sentence + "; see uketsuke-kiosk queue list.")
            : Finding(grade: .fine, subject: "queue", sentence: sentence + ".")
    }

    // MARK: - The cloud

    private func cloud(_ premises: Premises) -> [Finding] {
        guard premises.enrolment != nil else { return [] }
        let start = World.live.uptime()
        do {
            let client = try premises.client()
            // Asks for nothing new: a question that changes nothing on either side.
            _ = try client.changes(
                after: try premises.store.cursor() ?? Cursor(epoch: "", sequence: 0), limit: 1, wait: .zero)
            let took = (World.live.uptime() - start).wholeMilliseconds
            return [
                Finding(grade: .fine, subject: "certificate", sentence: "The cloud's certificate is verified."),
                Finding(grade: .fine, subject: "cloud", sentence: "It answers, in \(took) ms, and knows this kiosk."),
                clock(premises),
            ]
        } catch CloudFailure.gone {
            return [
                Finding(
                    grade: .worth, subject: "cloud",
                    sentence: "It answers; a full sync is due: run uketsuke-kiosk sync."), clock(premises),
            ]
        } catch CloudFailure.untrusted(let why) {
            return [
                Finding(grade: .bad, subject: "certificate", sentence: CloudFailure.untrusted(why).description),
                clock(premises),
            ]
        } catch let failure as CloudFailure {
            return [Finding(grade: .bad, subject: "cloud", sentence: failure.description), clock(premises)]
        } catch {
            return [Finding(grade: .bad, subject: "cloud", sentence: "\(error)"), clock(premises)]
        }
    }

    private func clock(_ premises: Premises) -> Finding {
        let site = (try? premises.store.summary())?.site
        if let zone = site?.timeZone, SiteTime(identifier: zone) == nil {
            return Finding(
                grade: .bad, subject: "clock",
                sentence:
                    "This machine has no data for the site's time zone \(zone), so days are UTC's; install tzdata.")
        }
        let moment = premises.clock.moment
        let offset = moment.clock.offsetMilliseconds
        guard moment.corrected.isTrusted else {
            return Finding(
                grade: .bad, subject: "clock", sentence: "It stands before a time that has been; set it (timedatectl).")
        }
        return abs(offset) > 120_000
            ? Finding(
                grade: .worth, subject: "clock",
                sentence: "It differs from the cloud's by \(offset / 1000) s; it is corrected for, but set it.")
            : Finding(grade: .fine, subject: "clock", sentence: "It agrees with the cloud's within \(abs(offset)) ms.")
    }
}
