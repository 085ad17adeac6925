import Foundation
package import Kiosk
package import Reception
import Synchronization

extension KioskStore: Register {
    package func admit(_ presentation: Presentation, at moment: Moment) throws(StorageFailure) -> Admission {
        let presented = ReadText(presentation)
        return try outbox.use { file in
            try file.write { rows in
                let finding = try find(presented, in: rows, at: moment)
                if presentation.purpose == .leave, let pass = finding.pass, let record = finding.record {
                    return try leave(pass, record, finding.cache, by: presentation.means, in: rows, at: moment)
                }
                let verdict = finding.decision.verdict
                var isWelcome = false
                if case .welcome(let pass) = verdict {
                    isWelcome = true
                    let visit = VisitState(checkedInAt: try ordered(moment, in: rows))
                    try rows.keep(visit, of: VisitorBody(pass: pass.id), until: pass.until)
                }
                let event = try append(
                    Deed(
                        kind: isWelcome ? .checkIn : .refusal, pass: finding.pass, verdict: verdict.code,
                        means: presentation.means, stamp: finding.cache.stamp(at: moment)),
                    to: rows, at: moment)
                return Admission(verdict: verdict, event: event.id, at: moment.corrected.now)
            }
        }
    }

    package func record(_ action: Action, at moment: Moment) throws(StorageFailure) -> Event {
        try outbox.use { file in
            try file.write { rows in
                switch action {
                case .checkOut(let pass):
                    return try checkOut(pass, Deed(kind: .checkOut, means: .screen), in: rows, at: moment)
                case .call(let pass, let request):
                    return try append(.action(.call, pass, request), to: rows, at: moment)
                case .delivery(let request):
                    return try append(.action(.delivery, nil, request), to: rows, at: moment)
                case .walkIn(let walkIn, let request):
                    return try comeIn(walkIn, .action(.walkIn, PassID(world), request), in: rows, at: moment)
                case .staff(let deed): return try record(deed, in: rows, at: moment)
                }
            }
        }
    }

    package func preview(_ presentation: Presentation, at moment: Moment) throws(StorageFailure) -> Verdict {
        let presented = ReadText(presentation)
        return try outbox.use { file in
            try file.read { rows in
                let finding = try find(presented, in: rows, at: moment)
                if presentation.purpose == .leave, finding.pass != nil, let record = finding.record {
                    return .departed(record, at: moment.corrected.now)
                }
                return finding.decision.verdict
            }
        }
    }

    // MARK: - Deciding

    /// Puts together everything that the verdict depends on.
    private func find(_ read: ReadText, in rows: OutboxRows, at moment: Moment) throws -> Finding {
        let (presented, view) = try look { cache in
            let basis = try CacheView(cache, site: enrolment?.site.number)
            let keys = basis.keys.isEmpty ? enrolment?.keys ?? [] : basis.keys
            let presented = read.presented(keys: keys, tenant: enrolment?.tenant.number)
            return (presented, try basis.seeing(presented, cache))
        }
        let pass = presented.certainPass ?? view.row?.id
        let visit = try pass.flatMap { try rows.visit(of: $0, beside: view.visit) }
        let decision = Decision(
            presented: presented, row: view.row, visit: visit,
            policy: policy(enrolment, view, at: moment), time: moment.corrected)
        return Finding(decision: decision, pass: pass, cache: view)
    }

    func policy(_ enrolment: Enrolment?, _ view: CacheView, at moment: Moment) -> AdmissionPolicy {
        let zone = (view.site ?? enrolment?.site)?.timeZone
        return AdmissionPolicy(
            site: enrolment?.site.number ?? 0, siteTime: zone.flatMap(SiteTime.init(identifier:)) ?? .utc,
            unsyncedPass: settings.unsyncedPass, admitsOnUntrustedClock: settings.admitsOnUntrustedClock,
            isCacheComplete: view.isComplete(at: moment, within: settings.freshness))
    }

    func look<Value>(_ body: (CacheRows) throws -> Value) throws(StorageFailure) -> Value {
        try cache.use { try $0.read(body) }
    }

    // MARK: - Recording

    func append(_ deed: Deed, to rows: OutboxRows, at moment: Moment) throws -> Event {
        if moment.corrected.isTrusted { try raiseFloor(to: moment, in: rows) }
        let stamp = try deed.stamp ?? look { try CacheView($0) }.stamp(at: moment)
        return try rows.append { stream, sequence in
            Event(
                id: UUID.v7(world), stream: stream, sequence: sequence, kind: deed.kind, pass: deed.pass,
                verdict: deed.verdict, means: deed.means, occurredAt: moment.device, clock: moment.clock,
                cache: stamp, program: settings.program, target: deed.request?.target,
                button: deed.request?.button, walkIn: deed.walkIn, staff: deed.staff, act: deed.act)
        }
    }

    /// Keeps the floor as exact as it is asked for: within the clock's tolerance, and not with every event.
    private func raiseFloor(to moment: Moment, in rows: OutboxRows) throws {
        let now = moment.corrected.now
        let known = try rows.clock()
        if let known, now.milliseconds - known.floor.milliseconds < ClockState.tolerance { return }
        var clock =
            known
            ?? ClockState(offsetMilliseconds: moment.clock.offsetMilliseconds, floor: ClockState.initial.floor)
        clock.raiseFloor(to: now)
        try rows.keep(clock)
    }

    /// Records that somebody left with a pass, whatever stands against coming in with it.
    private func leave(
        _ pass: PassID, _ record: PassRecord, _ cache: CacheView, by means: Means, in rows: OutboxRows,
        at moment: Moment
    ) throws -> Admission {
        let event = try checkOut(pass, Deed(kind: .checkOut, means: means), cache, in: rows, at: moment)
        let now = moment.corrected.now
        return Admission(verdict: .departed(record, at: now), event: event.id, at: now)
    }

    /// Ends the visit that is known of; without one there is nothing but the event.
    ///
    /// - Parameter seen: what the cache knows of the pass, where that has been looked up.
    func checkOut(
        _ pass: PassID, _ deed: Deed, _ seen: CacheView? = nil, in rows: OutboxRows, at moment: Moment
    ) throws -> Event {
        let view = try seen ?? look { try CacheView($0, pass: pass) }
        if var visit = try rows.visit(of: pass, beside: view.visit), visit.checkedOutAt == nil {
            let now = try ordered(moment, in: rows)
            visit.checkedOutAt = max(now, visit.checkedInAt)
            visit.exit = deed.means == .staff ? .staff : .own
            try rows.keep(visit, of: VisitorBody(pass: pass), until: view.row?.until ?? now)
        }
        var deed = deed
        deed.pass = pass
        deed.stamp = view.stamp(at: moment)
        return try append(deed, to: rows, at: moment)
    }

    /// Records a walk-in, and that they are inside.
    func comeIn(_ walkIn: WalkIn, _ deed: Deed, in rows: OutboxRows, at moment: Moment) throws -> Event {
        var deed = deed
        deed.walkIn = walkIn
        let now = try ordered(moment, in: rows)
        if let pass = deed.pass {
            let who = VisitorBody(pass: pass, walkIn: walkIn, target: deed.request?.target)
            try rows.keep(VisitState(checkedInAt: now), of: who, until: now)
        }
        return try append(deed, to: rows, at: moment)
    }

    /// The moment to compare visits by: a clock that cannot be believed must not put a visit before those that were.
    func ordered(_ moment: Moment, in rows: OutboxRows) throws -> Instant {
        guard !moment.corrected.isTrusted else { return moment.corrected.now }
        let known = [try rows.clock()?.floor, try rows.newestEvent()].compactMap { $0 }
        return known.reduce(moment.corrected.now, max)
    }
}

/// What a presentation came to.
private struct Finding {
    var decision: Decision
    /// The pass that it certainly is.
    var pass: PassID?
    var cache: CacheView

    /// What the cache knows of the pass, or as much as its code alone says.
    var record: PassRecord? {
        if let row = decision.row { return row }
        guard case .token(let token, _) = decision.presented else { return nil }
        return .unsynced(token)
    }
}
