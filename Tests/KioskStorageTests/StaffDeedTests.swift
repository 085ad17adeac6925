import Foundation
import Kiosk
import Reception
import Testing

@testable import KioskStorage

/// What staff do at the console, and what the lists then say.
@Suite struct StaffDeedTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture() }
    private let noon = morning.advanced(by: hours(2))
    private let evening = morning.advanced(by: hours(8))

    private func open() throws -> KioskStore {
        let store = try fixture.open()
        try store.sync([.staff(.sample()), .pass(.sample())])
        return store
    }

    @Test(arguments: [PassState.active, .cancelled])
    func `staff let somebody in whatever the rules say, and the event says what they said`(state: PassState) throws {
        let store = try open()
        try store.sync([.pass(.sample(state: state))], sequence: 11)
        let sato = try StaffRecord.sample().id
        let event = try store.staff(.checkIn(PassID(1)), by: sato)
        #expect(event.kind == .checkIn && event.means == .staff && event.staff == sato && event.pass == PassID(1))
        #expect(event.verdict == (state == .active ? .welcome : .cancelled))
        #expect(try store.isInside())
        #expect(try store.staff(.checkIn(PassID(1)), at: noon).verdict == (state == .active ? .alreadyIn : .cancelled))
        #expect(try store.inside(at: .at(noon)).first?.visit?.checkedInAt == morning)
    }

    @Test func `a visitor's own exit and that by staff are told apart`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        #expect(try !store.record(.checkOut(PassID(1)), at: .at(noon)).isChained)
        #expect(try store.visitors(at: .at(noon)).rows.first?.exit == .own)
        try store.staff(.checkIn(PassID(1)), at: noon)
        #expect(try store.visitors(at: .at(noon)).rows.first?.exit == nil)
        let event = try store.staff(.checkOut(PassID(1)), at: evening)
        #expect(event.kind == .checkOut && event.means == .staff)
        let row = try store.visitors(at: .at(evening)).rows.first
        #expect(row?.exit == .staff && row?.visit?.checkedOutAt == evening && row?.standing(at: evening) == .gone)
    }

    @Test func `walk-ins are inside, with whom they asked for, until they leave`() throws {
        let store = try open()
        let host = HostRecord(id: UUID(), name: "Suzuki Hanako", reading: "", department: nil, phone: "")
        try store.sync([.host(host)], sequence: 11)
        let walkIn = WalkIn(name: "Li Wei", company: "Acme", headcount: 3, language: "zh-Hans")
        let own = try store.record(.walkIn(walkIn, Request(target: .host(host.id))), at: .at(morning))
        let typed = try store.staff(.walkIn(walkIn, .reception), by: StaffRecord.sample().id)
        #expect(typed.kind == .walkIn && typed.means == .staff && typed.staff != nil && typed.walkIn == walkIn)
        let rows = try store.inside(at: .at(noon))
        #expect(Set(rows.map(\.id)) == [own.pass, typed.pass])
        #expect(rows.allSatisfy { $0.name == "Li Wei" && $0.headcount == 3 && $0.expected == nil && $0.kiosk == "" })
        #expect(rows.first { $0.id == own.pass }?.hosts == [host.name])
        try store.staff(.checkOut(#require(own.pass)), at: noon)
        #expect(try store.inside(at: .at(noon)).map(\.id) == [typed.pass])
        #expect(try store.visitors(at: .at(noon)).rows.count == 3)
        #expect(try store.visitors(at: .at(noon)).rows.first { $0.id == own.pass }?.name == "Li Wei")
    }

    // MARK: - Corrections

    @Test func `a check-in that was a mistake never was, and the pass admits`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        try store.sync([.visit(pass: PassID(1), state: VisitState(checkedInAt: morning))], sequence: 11)
        let event = try store.staff(.about(PassID(1), StaffAct(.notEntered)), at: noon)
        #expect(event.kind == .staff && event.pass == PassID(1) && event.act?.kind == .notEntered)
        #expect(try !store.isInside(at: noon))
        #expect(try store.scan(fixture.token(), at: noon).code == .welcome)
        #expect(try store.inside(at: .at(noon)).first?.visit?.checkedInAt == noon)
    }

    @Test func `a check-out that was a mistake never was`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        _ = try store.record(.checkOut(PassID(1)), at: .at(noon))
        let out = VisitState(checkedInAt: morning, checkedOutAt: noon, exit: .own)
        try store.sync([.visit(pass: PassID(1), state: out)], sequence: 11)
        try store.staff(.about(PassID(1), StaffAct(.notLeft)), at: noon.advanced(by: .seconds(60)))
        let row = try #require(try store.inside(at: .at(evening)).first)
        #expect(row.visit == VisitState(checkedInAt: morning) && row.exit == nil)
    }

    @Test func `times are what staff say, and what happens later counts more`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        let claimed = morning.advanced(by: .seconds(-1800))
        try store.staff(.about(PassID(1), StaffAct(.enteredAt, claimedAt: claimed)), at: noon)
        #expect(try store.inside(at: .at(noon)).first?.visit?.checkedInAt == claimed)
        try store.staff(.about(PassID(1), StaffAct(.leftAt, claimedAt: noon)), at: evening)
        #expect(
            try store.visitors(at: .at(evening)).rows.first?.visit
                == VisitState(checkedInAt: claimed, checkedOutAt: noon, exit: .staff))
        let later = VisitState(checkedInAt: evening.advanced(by: .seconds(60)))
        try store.sync([.visit(pass: PassID(1), state: later)], sequence: 11)
        #expect(try store.inside(at: .at(evening)).first?.visit == later)
    }

    @Test func `once the cloud has a correction, its word counts`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        let inside = VisitState(checkedInAt: morning)
        try store.sync([.visit(pass: PassID(1), state: inside)], sequence: 11)
        try store.staff(.about(PassID(1), StaffAct(.notEntered)), at: noon)
        #expect(try !store.isInside(at: noon))
        try store.sendAll(at: noon)
        // Another kiosk's staff said otherwise.
        #expect(try store.isInside(at: noon))
        try store.sync([.visit(pass: PassID(1), state: nil)], sequence: 12)
        #expect(try !store.isInside(at: noon))
    }

    @Test func `a forgotten visit that the cloud has closed is shown as assumed`() throws {
        let store = try open()
        _ = try store.scan(fixture.token())
        #expect(try store.isInside(at: evening))
        let closed = VisitState(checkedInAt: morning, checkedOutAt: evening, exit: .assumed)
        try store.sync([.visit(pass: PassID(1), state: closed)], sequence: 11)
        #expect(try !store.isInside(at: evening))
        #expect(try store.visitors(at: .at(evening)).rows.first?.exit == .assumed)
    }

    // MARK: - Set aside

    @Test func `set-aside events are listed without names, exported for this user alone, and sent again`() throws {
        let store = try open()
        let walkIn = WalkIn(name: "Li Wei", company: "Acme", headcount: 1, language: "en")
        let event = try store.record(.walkIn(walkIn, .reception), at: .at(morning))
        let leased = try store.lease(1)
        try store.settle([EventResult(id: event.id, status: .rejected, reason: "malformed")], of: leased, at: .at(noon))
        let rows = try store.setAside()
        #expect(
            rows == [SetAsideRow(id: event.id, kind: .walkIn, occurredAt: event.correctedAt, reason: "malformed")])
        let path = try store.exportSetAside()
        #expect(path.hasPrefix(fixture.directory.path) && path.hasSuffix(".jsonl"))
        #expect(try store.exportSetAside() != path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.split(separator: "\n").count == 1 && text.contains("Li Wei"))
        #expect(try store.sendAgain([event.id]) == 1 && store.setAside().isEmpty)
        #expect(try store.sendAgain([event.id]) == 0)
        try store.purge(before: noon.advanced(by: hours(1_000_000)))
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
