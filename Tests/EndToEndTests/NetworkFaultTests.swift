import Foundation
import Reception
import Synchronization
import TestSupport
import Testing

/// Every fault of the network, with the real programs: the visitor is served, nothing is lost or doubled, staff are
/// told in a sentence, and everything recovers by itself.
extension EndToEnd {
    @Suite struct NetworkFaultTests {
        /// Installations that go through faults side by side: most of the time is waiting.
        private static let lines = 3

        @Test func `whatever the network does, visitors are served, staff are told, and it heals by itself`()
            async throws
        {
            let authority = try ServerCertificate()
            let faults = Faults()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<Self.lines {
                    group.addTask {
                        let street = try await Street(authority)
                        while let (number, fault) = faults.next() {
                            try await street.endure(fault, number)
                        }
                        try await street.compareWithTheCloud()
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

/// Every fault, each handed out once.
private final class Faults: Sendable {
    private let left = Mutex(0..<NetworkFault.all.count)

    func next() -> (Int, NetworkFault)? {
        left.withLock { $0.popFirst() }.map { ($0, NetworkFault.all[$0]) }
    }
}

/// One kiosk and its cloud, through one fault after the other.
private final class Street: Sendable {
    private struct Arrival {
        var name: String
        var at: Instant
    }

    private let authority: ServerCertificate
    private let notices: RawResponder
    private let place: Installation
    private let visitors: [Appointment.Visitor]
    private let kiosk: TerminalScreen
    private let arrivals = Mutex<[Arrival]>([])

    init(_ authority: ServerCertificate) async throws {
        self.authority = authority
        notices = try RawResponder { _ in .answer(RawResponder.http(204, Data())) }
        place = try await Installation(
            webhook: "http://127.0.0.1:\(notices.port)/notice", trusting: authority,
            settings: "[cloud]\nconnect_seconds = 5\nanswer_seconds = 5\n")
        let names = NetworkFault.all.indices.map(Street.name)
        visitors = try place.appointment(visitors: names.map { "青空商事;\($0);" }).visitors
        kiosk = try await place.openSyncedKiosk(passes: names.count)
    }

    private static func name(_ number: Int) -> String { "客\(number)番" }

    func endure(_ fault: NetworkFault, _ number: Int) async throws {
        let start = World.live.uptime()
        let impostor = try begin(fault)
        try await welcome(number, during: fault)
        if let told = fault.told {
            try await kiosk.wait(until: "“\(told)” during “\(fault.name)”") { $0.contains(told) }
            try await expectHonestWords(number, fault)
        } else {
            try await kiosk.wait(until: "a notice in spite of “\(fault.name)”") { $0.contains("お知らせしました") }
        }
        try kiosk.press("Escape")
        place.network.setMode(.pass)
        place.network.lead(to: place.port)
        place.network.closeConnections()
        let end = World.live.uptime()
        try await kiosk.wait(until: "recovery from “\(fault.name)”") {
            $0.contains("オンライン") && !$0.contains("送信待ち")
        }
        print("fault “\(fault.name)”: told \(end - start), healed \(World.live.uptime() - end)")
        withExtendedLifetime(impostor) {}
    }

    /// Lets it happen. The answer keeps it going.
    private func begin(_ fault: NetworkFault) throws -> Impostor? {
        let impostor: Impostor?
        switch fault.cause {
        case .line(let mode):
            place.network.setMode(mode)
            if fault.breaksConnections { place.network.closeConnections() }
            return nil
        case .impostor(let act):
            let cloud = Impostor.Cloud(port: place.port, caFile: try place.cloudAuthority())
            impostor = try Impostor(act, over: ServerTLS(authority), before: cloud)
        case .tls(let tls):
            impostor = try Impostor(.page, over: try tls(authority))
        }
        if let impostor { place.network.lead(to: impostor.port) }
        place.network.closeConnections()
        return impostor
    }

    /// The visitor is served as ever.
    private func welcome(_ number: Int, during fault: NetworkFault) async throws {
        let name = Street.name(number)
        let at = World.live.now()
        try kiosk.type(visitors[number].token)
        // Any wait for the cloud would last five seconds; the machine may be busy.
        try await kiosk.wait(until: "\(name) during “\(fault.name)”", within: .milliseconds(4500)) {
            $0.contains("\(name) 様")
        }
        arrivals.withLock { $0.append(Arrival(name: name, at: at)) }
    }

    /// What the visitor reads is true, and so is what the administrator is told.
    private func expectHonestWords(_ number: Int, _ fault: NetworkFault) async throws {
        let screen = try await kiosk.wait(until: "honest words during “\(fault.name)”", within: .seconds(15)) {
            $0.contains("通信が戻りしだい送信します")
        }
        #expect(screen.contains("内線 1234") && !screen.contains("お知らせしました"), "\(fault.name)")
        let status = try place.status()
        #expect(status.waiting == 1 && status.setAside == 0, "\(fault.name)")
        #expect(status.link == (fault.told == "登録が無効" ? "refused" : "offline"), "\(fault.name)")
        #expect(status.linkSentence?.contains(fault.sentence) == true, "\(fault.name): \(status.linkSentence ?? "")")
    }

    /// Everything has arrived once, in order, with the times of the arrivals, and nobody was rung for twice.
    func compareWithTheCloud() async throws {
        let arrivals = arrivals.withLock { $0 }
        let visits = try place.visits()
        #expect(visits.map(\.visitor).sorted() == arrivals.map(\.name).sorted())
        for arrival in arrivals {
            let visit = try #require(visits.first { $0.visitor == arrival.name }, "\(arrival.name)")
            #expect((0..<5000).contains(visit.checkedInAt.since(arrival.at).wholeMilliseconds + 500), "\(arrival.name)")
            #expect(!visit.isConflict)
        }
        let events = try place.events()
        #expect(events.map(\.sequence) == Array(1...Int64(arrivals.count)), "in order, each once")
        #expect(Set(events.map(\.id)).count == events.count)
        #expect(try place.status().setAside == 0)
        try await eventually("each host is rung once for each arrival") {
            self.notices.requests.count >= arrivals.count
        }
        #expect(notices.requests.count == arrivals.count)
    }
}
