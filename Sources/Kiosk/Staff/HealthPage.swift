/// How network, queue, reader, clock and disk are.
package struct HealthPage: Hashable, Sendable {
    /// Of this machine; `nil` until it has been asked.
    package var machine: MachineHealth?
    /// Which line stands at the top.
    package var first = 0

    package init() {}
}
