import Kiosk
import KioskStorage
import Synchronization

/// Hands what happened to the kiosk's files on to staff and to the log, each note once.
final class StorageNotes: Sendable {
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
