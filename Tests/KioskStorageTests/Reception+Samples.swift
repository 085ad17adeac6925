import Crypto
import Foundation
import Kiosk
import Reception

/// 2026-11-24T01:00:00Z, ten in the morning in Tokyo.
let morning = Instant(milliseconds: 1_795_482_000_000)

func hours(_ count: Int) -> Duration { .seconds(3600 * count) }

extension PassRecord {
    /// Mr Yamada's, valid from an hour before `morning` for ten hours.
    static func sample(
        _ id: UInt64 = 1, kind: PassKind = .single, state: PassState = .active, site: SiteNumber = 3,
        from: Instant = morning.advanced(by: hours(-1)), until: Instant = morning.advanced(by: hours(9)),
        passcode: String = "", visitor: String = "山田 太郎", company: String = "Example Trading"
    ) -> PassRecord {
        PassRecord(
            id: PassID(id), kind: kind, state: state, site: site, window: from..<until, appointment: from..<until,
            passcode: passcode, visitor: visitor, company: company, title: "Secret Merger Talks", room: "",
            hosts: [HostCard(name: "Suzuki Hanako", phone: "1234")], language: nil)
    }
}

extension ChangesPage {
    /// A page with these changes, ending at `sequence`.
    static func sample(_ changes: [Change], at sequence: Int64 = 10, epoch: String = "a") -> ChangesPage {
        ChangesPage(
            changes: changes.enumerated().map {
                ChangeRow(sequence: sequence - Int64(changes.count - $0 - 1), change: $1)
            },
            cursor: Cursor(epoch: epoch, sequence: sequence), hasMore: false, serverTime: morning)
    }
}

extension SnapshotEnd {
    static func sample(count: Int, sequence: Int64 = 100) -> SnapshotEnd {
        SnapshotEnd(
            cursor: Cursor(epoch: "a", sequence: sequence), count: Int64(count), digest: "", serverTime: morning)
    }
}

extension Moment {
    /// A moment of a device whose clock is right.
    static func at(_ now: Instant, isTrusted: Bool = true) -> Moment {
        Moment(
            device: now, corrected: CorrectedTime(now: now, isTrusted: isTrusted),
            clock: ClockReading(bootID: "boot", uptimeMilliseconds: 5, isTrusted: isTrusted, offsetMilliseconds: 0))
    }
}
