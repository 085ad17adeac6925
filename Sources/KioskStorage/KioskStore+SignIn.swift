import Crypto
import Foundation
package import Kiosk
import Reception

extension KioskStore {
    /// Counts the try as a wrong one, durably, before it looks at the PIN: whoever pulls the plug in time gains nothing.
    ///
    /// Wrong tries are counted for the person, and for everybody at this console; those with a card that is somebody's
    /// for that card alone, so that no visitor who plays with numbers keeps its holder from the list in an evacuation. A
    /// try that comes too early is recorded, but neither looked at nor counted.
    package func signIn(_ attempt: SignInAttempt, at moment: Moment) throws(StorageFailure) -> SignInAnswer {
        let person = try look { try $0.staff(slot: $0.state().slot) }.first { $0.is(attempt.person) }
        let counted = SignInCounter.Of.all(by: attempt.person, person)
        if let early = try begin(person, counted, at: moment) { return early }
        let kept = person?.pin ?? PINCheck.nobody
        guard PINCheck.matches(attempt.pin, kept), let person else { return try refuse(person, counted, at: moment) }
        return try outbox.use { file in
            try file.write { rows in
                try rows.forgetSignIns(of: counted + [.console])
                _ = try append(.staff(.staff, by: person.id, act: StaffAct(.signedIn)), to: rows, at: moment)
                return .signedIn(StaffMember(id: person.id, name: person.name, role: person.role))
            }
        }
    }

    /// Raises the counters; answers instead where the try comes too early.
    private func begin(
        _ person: StaffRecord?, _ counted: [SignInCounter.Of], at moment: Moment
    ) throws(StorageFailure) -> SignInAnswer? {
        try outbox.use { file in
            try file.write { rows in
                let counters = try counted.map { ($0, try rows.signIns(of: $0)) }
                if let wait = counters.map({ $1.wait(at: moment) }).max(), wait > .zero {
                    let isLocked = counters.contains { $1.isLockedOut && $1.wait(at: moment) > .zero }
                    try note(isLocked ? .lockedOut : .wrongPIN, person, in: rows, at: moment)
                    return isLocked ? .lockedOut(wait: wait) : .refused(wait: wait)
                }
                for (who, counter) in counters { try rows.keep(counter.raised(at: moment), of: who) }
                return nil
            }
        }
    }

    private func refuse(
        _ person: StaffRecord?, _ counted: [SignInCounter.Of], at moment: Moment
    ) throws(StorageFailure) -> SignInAnswer {
        try outbox.use { file in
            try file.write { rows in
                let counters = try counted.map(rows.signIns)
                let wait = counters.map { $0.wait(at: moment) }.max() ?? .zero
                let isLocked = counters.contains(where: \.isLockedOut)
                try note(isLocked ? .lockedOut : .wrongPIN, person, in: rows, at: moment)
                return isLocked ? .lockedOut(wait: wait) : .refused(wait: wait)
            }
        }
    }

    /// Records a try that came to nothing: by nobody known, about whoever it named.
    private func note(
        _ kind: StaffAct.Kind, _ person: StaffRecord?, in rows: OutboxRows, at moment: Moment
    ) throws {
        let act = StaffAct(kind, detail: person?.id.uuidString.lowercased() ?? "")
        _ = try append(.staff(.staff, by: nil, act: act), to: rows, at: moment)
    }
}

extension StaffRecord {
    /// Whether that is who wants to sign in.
    fileprivate func `is`(_ person: SignInAttempt.Person) -> Bool {
        switch person {
        case .number(let digits): number == digits
        case .card(let code): card == Data(SHA256.hash(data: Data(code.utf8)))
        }
    }
}
