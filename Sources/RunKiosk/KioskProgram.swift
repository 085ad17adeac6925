import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import ScanLink

/// The running kiosk: the loop on the caller's thread, and around it the desk and the lanes, each on its own.
final class KioskProgram {
    private let premises: Premises
    private let log: LogFile
    private let mailbox: Mailbox<Message>
    private let desk: Desk
    private let intake: Intake
    private let deskLane: Lane
    private let finder: Finder
    private let findLane: Lane
    private let machine: ConsoleMachine
    private let staffDesk: StaffDesk
    private let staffLane: Lane
    private let tidyLane: Lane
    private let link: CloudLanes?
    private let scanner: ScanWorker?
    private let scannerState: ScannerReport
    private let notes: StorageNotes
    private let housekeeping: Housekeeping
    private let hooks: Hooks?
    private let chimes: Chimes?
    private let revocation: Revocation
    private let enroller: Enroller
    private let enrolLane: Lane
    private let metrics: Metrics?
    private let metricsLane: Lane

    /// - Throws: ``StorageFailure`` when the system has no more descriptors, ``CloudAddressError``.
    init(_ premises: Premises, log: LogFile) throws {
        let mailbox = try Mailbox<Message>()
        let deskLane = try Lane(name: "desk")
        let notes = StorageNotes(store: premises.store, log: log, mailbox: mailbox)
        let tell: @Sendable (Message) -> Void = { message in
            log.note(message)
            mailbox.post(message)
            notes.tellNew()
        }
        let scannerState = ScannerReport()
        self.premises = premises
        self.log = log
        self.mailbox = mailbox
        self.deskLane = deskLane
        self.scannerState = scannerState
        self.notes = notes
        finder = Finder(register: premises.store, tell: tell)
        findLane = try Lane(name: "find")
        staffLane = try Lane(name: "staff")
        machine = ConsoleMachine(premises, log: log)
        tidyLane = try Lane(name: "tidy")
        housekeeping = Housekeeping(premises, log: log)
        hooks = try Hooks(premises.configuration, log: log, premises.clock.world)
        chimes = try Chimes(premises.configuration.sound, log: log, premises.clock.world)
        metrics = Metrics(premises, log: log) { scannerState.value }
        metricsLane = try Lane(name: "metrics")
        let revocation = Revocation(premises, log: log)
        self.revocation = revocation
        enroller = Enroller(premises, revocation: revocation, log: log, tell: tell)
        enrolLane = try Lane(name: "enrol")
        link = try premises.enrolment.map { _ in
            try CloudLanes(premises, log: log, scanner: { scannerState.value }, tell: tell) { revocation.begin() }
        }
        desk = Desk(register: premises.store, clock: premises.clock, tell: tell) { [link] in link?.wakePusher() }
        staffDesk = StaffDesk(book: premises.store, machine: machine, clock: premises.clock, tell: tell) {
            [link] in link?.wakePusher()
        }
        let intake = Intake(mailbox: mailbox, desk: desk)
        self.intake = intake
        let means: Means = premises.configuration.scannerCommand.isEmpty ? .camera : .wedge
        scanner = premises.configuration.scanCommand.map { command in
            ScanWorker(command: command, logDescriptor: log.descriptor, world: .live) { report in
                switch report {
                case .code(let text): intake.hand(text, by: means)
                case .foreign: intake.hand(.foreign)
                case .hint(let hint): intake.hand(.hint(hint))
                // A picture that nobody has looked at yet is as good as this one.
                case .preview(let picture): if mailbox.count < 4 { mailbox.post(.picture(picture)) }
                case .state(let state):
                    scannerState.set(state)
                    if state != .ready { mailbox.post(.picture(nil)) }
                    tell(.scanner(state))
                }
            }
        }
    }

    /// Serves visitors until the exit key, a signal or the terminal's end.
    ///
    /// - Returns: whether the program is to start anew, because it was enrolled.
    func serve(on terminal: any Terminal) -> Bool {
        let clock = premises.clock
        var settings = premises.configuration.screen
        settings.staff.canPrint = !premises.configuration.printer.isEmpty
        settings.staff.canReprint = premises.configuration.hooks[.reprint] != nil
        settings.catalogs = LocaleFolder(path: premises.configuration.localesFolder).catalogs { [log] fault in
            log.write("texts", ["fault": fault.description])
        }
        var model = Model(
            settings: settings, link: firstLink,
            scanner: scanner == nil ? .none : .starting, uptime: clock.world.uptime(), now: clock.moment.corrected)
        if let summary = try? premises.store.summary() { model.cache = summary }
        if let counts = try? premises.store.counts() { model.outbox = counts }
        model.hasStaff = (try? premises.store.hasStaff()) ?? false
        model.take(machine.choices)
        // The threads would take the processor from the first screen.
        terminal.draw(model.view(terminal.size))
        start()
        defer { stop() }
        let isQuiet = chimes != nil || premises.configuration.sound.mode == .none
        let screen: any Terminal = isQuiet ? SilentTerminal(terminal: terminal) : terminal
        let notice = ServiceNotice(lanes: watchedLanes, clock.world)
        notice.ready()
        let watched = WatchedTerminal(terminal: screen, notice: notice)
        var loop = Loop(model: model, terminal: watched, mailbox: mailbox, clock: clock) { [self] in perform($0) }
        loop.run()
        // systemd would end a service that stops.
        if !loop.startsAnew { notice.stopping() }
        return loop.startsAnew
    }

    private var firstLink: LinkState {
        guard premises.enrolment == nil else { return .connecting }
        return Revocation.isMarked(premises.directory) ? .revoked : .notEnrolled
    }

    /// A desk that takes a minute for one commit, on whatever disk, serves nobody.
    private var watchedLanes: [ServiceNotice.Watched] {
        let minute = Duration.seconds(60)
        var lanes = [deskLane, findLane].map { ServiceNotice.Watched(lane: $0, longest: minute) }
        // It waits for the program that prints, for as long as that may take.
        lanes.append(.init(lane: staffLane, longest: minute + premises.configuration.hookTimeout))
        return lanes + (link?.watched(premises.configuration.timeouts) ?? [])
    }

    /// Hands on what the model wants done; nothing here waits.
    private func perform(_ effect: Effect) {
        if let work = Desk.Work(effect) {
            desk.take(work)
            deskLane.wake()
        }
        switch effect {
        case .hook(let hook): hooks?.tell(hook)
        case .sound(let sound): chimes?.play(sound)
        case .search(let text):
            finder.look(for: text)
            findLane.wake()
        case .staff(let work):
            staffDesk.take(work)
            staffLane.wake()
        case .enrol(let offer):
            enroller.take(offer)
            enrolLane.wake()
        case .admit, .record: break
        }
    }

    private func start() {
        log.write("started", ["program": premises.configuration.store.program])
        noteConfiguration()
        notes.tellNew()
        deskLane.start { [desk] in desk.step() }
        findLane.start { [finder] in finder.step() }
        staffLane.start { [staffDesk] in staffDesk.step() }
        enrolLane.start { [enroller] in enroller.step() }
        // Not while the first screen is drawn and the lanes find their feet.
        tidyLane.start(after: .seconds(60)) { [housekeeping] in housekeeping.step() }
        if let metrics {
            metrics.start()
            metricsLane.start { metrics.step() }
        }
        hooks?.start()
        chimes?.start()
        revocation.stopLanes = { [link] in link?.stop() }
        link?.start()
        scanner?.start()
        if isatty(STDIN_FILENO) == 0 {
            PipedCodes(intake: intake).start()
        }
    }

    /// A disk that fails is told by whoever serves a visitor.
    private func noteConfiguration() {
        do throws(StorageFailure) {
            try premises.store.noteConfiguration(premises.configuration.source, at: premises.clock.moment)
        } catch {
            log.write("configured", ["failure": error.description])
        }
    }

    private func stop() {
        intake.close()
        enroller.cancel()
        scanner?.stop()
        link?.stop()
        enrolLane.stop()
        tidyLane.stop()
        metrics?.stop()
        metricsLane.stop()
        staffLane.stop()
        findLane.stop()
        deskLane.stop()
        hooks?.stop()
        chimes?.stop()
        log.write("stopped", [:])
    }
}

extension LogFile {
    /// What among the loop's messages an administrator must be able to read later.
    fileprivate func note(_ message: Message) {
        switch message {
        case .notRecorded(let failure): write("not recorded", ["failure": failure.description])
        case .storageTrouble(let failure): write("storage", ["failure": failure.description])
        case .scanner(let state): write("scanner", ["state": state.rawValue])
        case .admitted(let presentation, let admission)
        where presentation.means == .passcode && [.unknownPasscode, .mistypedPasscode].contains(admission.verdict.code):
            write("wrong passcode", [:])
        default: break
        }
    }
}
