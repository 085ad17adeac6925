package import Foundation
package import Reception

/// Whom an event asks, one step after the other, until somebody comes.
package enum Chain {
    /// The target (of the event, else of its button), the button's `then`, the hosts of the pass, their departments,
    /// the reception. A target that was asked before is not asked again.
    ///
    /// - Parameters:
    ///   - invited: the hosts of the pass's appointment.
    ///   - hosts: everybody, to find a target's department.
    package static func steps(
        of event: Event, invited: [Host], layout: KioskLayout, hosts: (UUID) throws -> Host?
    ) rethrows -> [[NoticeTarget]] {
        let button = event.button.flatMap { id in layout.buttons.first { $0.id == id } }
        var steps: [[NoticeTarget]] = []
        if event.kind != .checkIn { steps.append([event.target ?? button?.target ?? .reception]) }
        steps += (button?.then ?? []).map { [$0] }
        steps.append(invited.map { .host($0.id) })
        var departments: [UUID] = []
        for case .host(let id) in steps.joined() {
            if let department = try hosts(id)?.department { departments.append(department) }
        }
        steps += departments.map { [.department($0)] }
        steps.append([.reception])
        return withoutRepeats(steps)
    }

    private static func withoutRepeats(_ steps: [[NoticeTarget]]) -> [[NoticeTarget]] {
        var asked: Set<NoticeTarget> = []
        return steps.map { step in step.filter { asked.insert($0).inserted } }.filter { !$0.isEmpty }
    }
}
