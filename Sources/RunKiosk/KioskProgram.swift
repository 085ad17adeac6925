import CloudLink
import Foundation
import Kiosk
import KioskStorage
import Reception
import ScanLink
import Synchronization

/// The running kiosk: the loop on the caller's thread, and around it the desk and the lanes, each on its own.
final class KioskProgram {
    private let premises: Premises
    private let log: LogFile
    private let mailbox: Mailbox<Message>
    private let desk: Desk
    private let intake: Intake
    private let deskLane: Lane
    private let tidyLane: Lane
    private let link: CloudLanes?
    private let scanner: ScanWorker?
    private let scannerState: ScannerReport
    private let notes: StorageNotes

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
        tidyLane = try Lane(name: "tidy")
        link = try premises.enrolment.map { _ in
            try CloudLanes(premises, log: log, scanner: { scannerState.value }, tell: tell)
        }
        desk = Desk(register: premises.store, clock: premises.clock, tell: tell) { [link] in link?.wakePusher() }
        let intake = Intake(mailbox: mailbox, desk: desk)
        self.intake = intake
        let means: Means = premises.configuration.scannerCommand.isEmpty ? .camera : .wedge
        scanner = premises.configuration.scanCommand.map { command in
            ScanWorker(command: command, logDescriptor: log.descriptor, world: .live) { report in
                switch report {
                case .code(let text): intake.hand(text, by: means)
                case .foreign: intake.hand(.foreign)
                case .hint(let hint): intake.hand(.hint(hint))
                // Nobody asks for pictures.
                case .preview: break
                case .state(let state):
                    scannerState.set(state)
                    tell(.scanner(state))
                }
            }
        }
    }

    /// Serves visitors until the exit key, a signal or the terminal's end.
    func serve(on terminal: any Terminal) {
        let clock = premises.clock
        var model = Model(
            settings: premises.configuration.screen, link: premises.enrolment == nil ? .notEnrolled : .connecting,
            scanner: scanner == nil ? .none : .starting, uptime: clock.world.uptime(), now: clock.moment.corrected)
        if let summary = try? premises.store.summary() { model.cache = summary }
        if let counts = try? premises.store.counts() { model.outbox = counts }
        start()
        defer { stop() }
        var loop = Loop(model: model, terminal: terminal, mailbox: mailbox, clock: clock) { [desk, deskLane] work in
            desk.take(work)
            deskLane.wake()
        }
        loop.run()
    }

    private func start() {
        log.write("started", ["program": premises.configuration.store.program])
        notes.tellNew()
        deskLane.start { [desk] in desk.step() }
        // Not while the first screen is drawn and the lanes find their feet.
        tidyLane.start(after: .seconds(60)) { [premises, log] in
            premises.tidy(log)
            return .upTo(.seconds(3600))
        }
        link?.start()
        scanner?.start()
        if isatty(STDIN_FILENO) == 0 {
            PipedCodes(intake: intake).start()
        }
    }

    private func stop() {
        intake.close()
        scanner?.stop()
        link?.stop()
        tidyLane.stop()
        deskLane.stop()
        log.write("stopped", [:])
    }
}

/// How the scan worker is, for the heartbeat.
final class ScannerReport: Sendable {
    private let state = Mutex(ScannerState.none)

    var value: ScannerState { state.withLock { $0 } }

    func set(_ new: ScannerState) { state.withLock { $0 = new } }
}

extension LogFile {
    /// What among the loop's messages an administrator must be able to read later.
    fileprivate func note(_ message: Message) {
        switch message {
        case .notRecorded(let failure): write("not recorded", ["failure": failure.description])
        case .storageTrouble(let failure): write("storage", ["failure": failure.description])
        case .scanner(let state): write("scanner", ["state": state.rawValue])
        default: break
        }
    }
}

/// Hands what happened to the kiosk's files on to staff and to the log, each note once.
private final class StorageNotes: Sendable {
    private let store: KioskStore
    private let log: LogFile
    private let mailbox: Mailbox<Message>
    private let told = Mutex(0)

    init(store: KioskStore, log: LogFile, mailbox: Mailbox<Message>) {
        self.store = store
        self.log = log
        self.mailbox = mailbox
    }

    func tellNew() {
        let notes = store.notes
        let new = told.withLock { told in
            defer { told = notes.count }
            return notes.dropFirst(told)
        }
        for note in new {
            log.write("storage", ["note": note.description])
            mailbox.post(.note(note.forStaff))
        }
    }
}

extension StoreNote {
    fileprivate var forStaff: StaffNote {
        switch self {
        case .outboxSetAside, .eventsRecovered: .outboxSetAside
        case .oldCopy: .oldCopy
        case .cacheSetAside: .cacheRebuilt
        }
    }
}

extension Premises {
    /// Deletes what has outlived its days. A full or failing disk is the desk's to tell; here it only waits.
    fileprivate func tidy(_ log: LogFile) {
        let now = clock.moment
        guard now.corrected.isTrusted else { return }
        let passes = now.corrected.now.advanced(by: .seconds(-86_400 * configuration.keepPassesDays))
        let events = now.corrected.now.advanced(by: .seconds(-86_400 * configuration.keepEventsDays))
        do throws(StorageFailure) {
            _ = try store.purge(passesBefore: passes, eventsBefore: events)
        } catch {
            log.write("tidy", ["failure": error.description])
        }
    }
}
