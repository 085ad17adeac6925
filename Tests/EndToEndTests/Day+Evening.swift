import Foundation
import Reception
import TestSupport
import Testing

/// What administrators do in a day, and what is compared in the evening.
extension Day {
    /// Changes what the kiosk must hear of.
    func administer(_ step: DayStep) throws {
        let appointments = rooms.keys.sorted()
        switch step.deed {
        case .invite: try invite(1 + step.pick % 4, isPeriod: step.pick % 3 == 0, isLate: true)
        case .edit:
            let appointment = appointments[step.pick % appointments.count]
            rooms[appointment] = "第\(step.pick)室"
            try place.cloud("appointment", "edit", appointment, "--room", "第\(step.pick)室")
        default:
            let untouched = appointments.filter { id in guests.allSatisfy { $0.appointment != id || $0.isFresh } }
            if !untouched.isEmpty { try cancel(untouched[step.pick % untouched.count]) }
        }
    }

    private func cancel(_ appointment: String) throws {
        try place.cloud("appointment", "cancel", appointment)
        for index in guests.indices where guests[index].appointment == appointment { guests[index].isCancelled = true }
    }

    // MARK: - The evening

    /// Lets everything recover by itself, asks what is still open, and compares.
    func close() async throws -> DayTally {
        setNetwork(.pass)
        try await startCloud()
        try invite(1, isPeriod: false, isLate: true)
        guard let last = guests.last else { throw DayFailure(description: "nobody was invited") }
        try cancel(last.appointment)
        try await eventually("the kiosk has heard of all changes", within: .seconds(120)) {
            try self.place.kiosk("check", last.token).out.contains("cancelled")
        }
        for index in guests.indices where guests[index].unsure != nil { try await present(index) }
        for index in guests.indices.filter({ guests[$0].isFresh }).prefix(5) {
            try await present(index)
            guard let room = rooms[guests[index].appointment], try terminal.screen().contains(room) else {
                throw DayFailure(description: "\(guests[index]) was not shown the room that the cloud was told last")
            }
        }
        for index in guests.indices.filter({ guests[$0].isCancelled && guests[$0].standing == .expected }).suffix(3) {
            try await present(index)
            guard DayAnswer(try terminal.screen()) == .cancelled else {
                throw DayFailure(description: "\(guests[index]) was not told of the cancellation")
            }
        }
        try await place.waitForEmptyQueue(within: .seconds(120))
        return try tally()
    }

    private func tally() throws -> DayTally {
        struct Record: Decodable { let event: DayEvent }
        let events = try JSONDecoder().decode([Record].self, from: Data(place.cloud("events", "--json").utf8))
            .map(\.event).sorted { $0.sequence < $1.sequence }
        let status = try place.status()
        guard Set(events.map(\.stream)).count == 1, events.map(\.sequence) == Array(1...Int64(events.count)),
            Set(events.map(\.id)).count == events.count, status.damagedOutboxes.isEmpty, status.setAside == 0
        else { throw DayFailure(description: "The streams have gaps, or an outbox or an event was set aside.") }
        let visits = try place.visits()
        var tally = book.compare(events)
        tally.kills = kills
        tally.visits = visits.count
        tally.differing = book.differing(visits)
        return tally
    }
}
