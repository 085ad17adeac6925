import CloudLink
import Kiosk
import KioskStorage
import Reception
import Synchronization

/// The lanes to the cloud, each with its own client and thread, so that a stuck one never blocks another.
final class CloudLanes: Sendable {
    private let clients: [CloudClient]
    private let pusher: Pusher
    private let puller: Puller
    private let heartbeat: Heartbeat
    private let pushLane: Lane
    private let pullLane: Lane
    private let statusLane: Lane
    private let rotation: CredentialRotation
    private let rotationLane: Lane
    private let link: LinkMonitor
    private let note: LinkNote
    private let watch = NetworkWatch.open()
    private let isStopped = Atomic(false)

    /// - Throws: ``CloudAddressError``, or ``StorageFailure`` when the system has no more descriptors.
    init(
        _ premises: Premises, log: LogFile, scanner: @escaping @Sendable () -> ScannerState,
        tell: @escaping @Sendable (Message) -> Void, revoked: @escaping @Sendable () -> Void
    ) throws {
        let store = premises.store
        let clock = premises.clock
        let (pushLane, pullLane, statusLane) = (
            try Lane(name: "push"), try Lane(name: "pull"), try Lane(name: "status")
        )
        let clients = try (0..<4).map { _ in try premises.client() }
        let note = LinkNote(in: premises.directory, clock.world)
        let link = LinkMonitor(clock.world) { state, failure in
            var facts = ["state": state.name]
            facts["because"] = failure?.description
            log.write("link", facts)
            note.write(state)
            tell(.link(state))
            if state == .revoked { revoked() }
        }
        pusher = Pusher(outbox: store, cloud: clients[0], clock: clock, link: link, tell: tell) {
            pullLane.wake()
            statusLane.wake()
        }
        puller = Puller(cache: store, cloud: clients[1], clock: clock, link: link, tell: tell) {
            pushLane.wake()
            statusLane.wake()
        }
        heartbeat = Heartbeat(
            cloud: clients[2], clock: clock, link: link, outbox: store, cache: store,
            program: premises.configuration.store.program, scanner: scanner, tell: tell
        ) {
            pushLane.wake()
            pullLane.wake()
        }
        rotation = CredentialRotation(
            premises: premises, log: log,
            ask: { () throws(CloudFailure) in try clients[3].rotateCredential() },
            use: { new in clients.forEach { $0.use(new) } })
        rotationLane = try Lane(name: "credential")
        self.link = link
        self.note = note
        self.clients = clients
        self.pushLane = pushLane
        self.pullLane = pullLane
        self.statusLane = statusLane
    }

    func start() {
        // The first call may take long to fail, and an earlier run may have left its last word.
        note.write(link.current)
        statusLane.start { [heartbeat] in heartbeat.step() }
        pushLane.start { [pusher] in pusher.step() }
        pullLane.start { [puller] in puller.step() }
        // What is a matter of days waits until visitors are served.
        rotationLane.start(after: .seconds(60)) { [rotation] in rotation.step() }
        watch?.start { [weak self] in self?.networkHasCome() }
    }

    /// This machine's network has changed: unless all is well, nobody waits any longer than the cloud has asked for.
    func networkHasCome() {
        guard link.current != .online else { return }
        for lane in [statusLane, pushLane, pullLane] { lane.wake() }
    }

    /// There is something new to send.
    func wakePusher() { pushLane.wake() }

    /// Those whose steps must come to an end, with what a step may take: a whole snapshot, and what surrounds it.
    func watched(_ timeouts: CloudTimeouts) -> [ServiceNotice.Watched] {
        let call = timeouts.total + .seconds(120)
        return [
            .init(lane: pushLane, longest: call), .init(lane: statusLane, longest: call),
            .init(lane: pullLane, longest: timeouts.snapshot + call),
        ]
    }

    /// Ends calls under way and waits for the threads.
    func stop() {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        watch?.stop()
        clients.forEach { $0.cancel() }
        pushLane.stop()
        pullLane.stop()
        statusLane.stop()
        rotationLane.stop()
        note.remove()
    }
}
