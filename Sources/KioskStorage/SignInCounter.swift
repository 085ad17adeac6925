import Foundation
import GRDB
import Kiosk
import Reception

/// How many wrong tries there were since the last right one, and when the last was.
struct SignInCounter: Hashable, Sendable {
    var wrong = 0
    /// By the corrected clock; for waits that outlast a restart of the machine.
    var at = Instant(milliseconds: 0)
    var bootID = ""
    /// Since that boot; for waits within it, whatever is done to the clock.
    var uptimeMilliseconds: Int64 = 0

    /// Tries that cost nothing.
    static let free = 3
    /// So many in a row, and then each further one, lock for ``lockOut``.
    static let most = 10
    static let lockOut = Duration.seconds(900)

    var isLockedOut: Bool { wrong >= SignInCounter.most }

    /// How long the next try has to wait after the last one: nothing, then 5 s, 10 s, 20 s … up to a minute.
    var delay: Duration {
        if isLockedOut { return SignInCounter.lockOut }
        let beyond = wrong - SignInCounter.free
        return beyond <= 0 ? .zero : min(.seconds(60), .seconds(5 << (beyond - 1)))
    }

    /// What is left of ``delay`` at `moment`; never more than all of it, should the clock have been put back.
    func wait(at moment: Moment) -> Duration {
        let passed =
            bootID == moment.clock.bootID
            ? moment.clock.uptimeMilliseconds - uptimeMilliseconds
            : moment.corrected.now.milliseconds - at.milliseconds
        return min(delay, max(.zero, delay - .milliseconds(passed)))
    }

    /// After one more wrong try.
    func raised(at moment: Moment) -> SignInCounter {
        SignInCounter(
            wrong: wrong + 1, at: moment.corrected.now, bootID: moment.clock.bootID,
            uptimeMilliseconds: moment.clock.uptimeMilliseconds)
    }

    /// Whose tries are counted together.
    enum Of: Hashable, Sendable {
        /// Everybody at this console who types a number, or shows a card that is nobody's.
        case console
        /// A member of staff's number.
        case number(UUID)
        /// A member of staff's card.
        case card(UUID)

        /// Where a try is counted.
        ///
        /// - Parameter found: whose number or card it is; `nil` for nobody's.
        static func all(by person: SignInAttempt.Person, _ found: StaffRecord?) -> [Of] {
            guard let found else { return [.console] }
            return switch person {
            case .number: [.number(found.id), .console]
            case .card: [.card(found.id)]
            }
        }

        fileprivate var name: String {
            switch self {
            case .console: ""
            case .number(let staff): staff.uuidString
            case .card(let staff): "\(staff.uuidString)/card"
            }
        }
    }
}

extension OutboxRows {
    func signIns(of who: SignInCounter.Of) throws -> SignInCounter {
        let row = try Row.fetchOne(
            db, sql: "SELECT wrong, at, boot, uptime FROM sign_ins WHERE who = ?", arguments: [who.name])
        guard let row else { return SignInCounter() }
        let wrong: Int = try row.decode(atIndex: 0)
        guard wrong >= 0 else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return SignInCounter(
            wrong: min(wrong, 1_000_000), at: try Instant(kept: row.decode(atIndex: 1)),
            bootID: try row.decode(atIndex: 2), uptimeMilliseconds: try row.decode(atIndex: 3))
    }

    func keep(_ counter: SignInCounter, of who: SignInCounter.Of) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO sign_ins (who, wrong, at, boot, uptime) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                who.name, counter.wrong, counter.at.milliseconds, counter.bootID, counter.uptimeMilliseconds,
            ])
    }

    /// After a right try.
    func forgetSignIns(of counted: [SignInCounter.Of]) throws {
        for who in counted { try db.execute(sql: "DELETE FROM sign_ins WHERE who = ?", arguments: [who.name]) }
    }
}
