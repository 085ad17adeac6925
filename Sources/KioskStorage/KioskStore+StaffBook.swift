package import Foundation
package import Kiosk
import Reception

extension KioskStore: StaffBook {
    package func hasStaff() throws(StorageFailure) -> Bool {
        try look { try $0.hasStaff(slot: $0.state().slot) }
    }

    package func visitors(at moment: Moment) throws(StorageFailure) -> VisitorList {
        let day = try siteTime().day(of: moment.corrected.now)
        return try board(on: day, at: moment) { try $0.visitors(of: day) }
    }

    package func inside(at moment: Moment) throws(StorageFailure) -> [VisitorRow] {
        try board(on: nil, at: moment) { try $0.inside() }
    }

    package func setAside() throws(StorageFailure) -> [SetAsideRow] {
        try outbox.use { try $0.read { try $0.setAsideRows(SetAsideRow.most) } }
    }

    package func sendAgain(_ events: [UUID]) throws(StorageFailure) -> Int { try retry(events) }

    package func exportSetAside() throws(StorageFailure) -> String {
        let found = try outbox.use { try $0.read { try $0.bodies([.setAside]) } }
        let bytes = found.lines.reduce(into: [UInt8]()) { $0 += $1 }
        let stamp = world.now().rfc3339.replacing(":", with: "")
        for copy in 1...100 {
            let name = "\(SetAsideExport.prefix)\(stamp)\(copy == 1 ? "" : "-\(copy)").jsonl"
            if try DurableFile.create(bytes, at: directory.file(name)) { return directory.file(name) }
        }
        throw StorageFailure(
            reason: .other, description: "\(directory.path) has too many exports of this second; try again.")
    }

    private func board<Value>(
        on day: Range<Instant>?, at moment: Moment, _ body: (VisitorBoard) throws -> Value
    ) throws(StorageFailure) -> Value {
        let seen = try look { try $0.visited(on: day, slot: $0.state().slot) }
        let own = try outbox.use {
            try $0.read { try VisitorBoard.Own($0, since: day?.lowerBound ?? moment.corrected.now, seen: seen) }
        }
        return try look {
            try body(VisitorBoard(own, $0, kiosk: enrolment?.name ?? "", at: moment.corrected.now))
        }
    }

    private func siteTime() throws(StorageFailure) -> SiteTime {
        let card = try look { cache in
            try enrolment.flatMap { try cache.site($0.site.number, slot: cache.state().slot) }
        }
        return (card ?? enrolment?.site).flatMap { SiteTime(identifier: $0.timeZone) } ?? .utc
    }
}

/// Files that staff have exported; they hold personal data and go when the kiosk is wiped.
enum SetAsideExport {
    static let prefix = "set-aside-"
}
