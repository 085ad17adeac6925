package import Reception

/// Everything that can happen to the kiosk's model.
package enum Message: Hashable, Sendable {
    /// A person pressed a key.
    case key(Key)
    /// A code was read.
    case code(String, Means)
    /// The camera saw a code that cannot be one of ours; what it says has stayed in the worker.
    case foreign
    /// What would make the code before the camera readable; `nil` when there is nothing to say any more.
    case hint(ScanLine.Hint?)
    /// Time has come to this: by the monotonic clock, and by the corrected one.
    case tick(uptime: Duration, now: CorrectedTime)
    /// A presentation was decided on and is on record.
    case admitted(Presentation, Admission)
    /// An action is on record.
    case recorded(Action, Event)
    /// Something could not be recorded: no welcome.
    case notRecorded(StorageFailure)
    /// A lane cannot use the disk.
    case storageTrouble(StorageFailure)
    case link(LinkState)
    case outbox(OutboxCounts)
    case scanner(ScannerState)
    /// The cloud's word on some events.
    case settled([EventResult])
    /// The cache has followed the cloud.
    case synced(CacheSummary)
    /// Something staff must know, in the kiosk's language.
    case note(StaffNote)
    /// What the cloud wants staff to know now, one sentence each.
    case advice([String])
    /// Which hosts a search has found: the text as it was searched for, and the best matches first. One more than
    /// ``HostMatch/most`` says that there are more.
    case found(String, [HostMatch])
    /// What has become of arrivals, calls and walk-ins of this kiosk; never stored.
    case replied([Reply])
    /// What the camera sees now; `nil` when it no longer tells.
    case picture(ScanLine.Preview?)
    /// What the staff's lane has read or done.
    case staff(StaffNews)
    /// What became of an enrolment at this terminal.
    case enrolment(EnrolmentNews)
}

/// What staff are told in the status line until the program is started again.
package enum StaffNote: Hashable, Sendable {
    /// The outbox was damaged; what could be saved was, and the damaged file was kept.
    case outboxSetAside
    /// The data folder is an old copy of this kiosk's; a new stream was begun.
    case oldCopy
    /// The cache was damaged; it is being fetched again.
    case cacheRebuilt
}

/// What the model wants done. The loop does it; the outcome comes back as a ``Message``.
package enum Effect: Hashable, Sendable {
    case admit(Presentation)
    case record(Action)
    /// Look for hosts; the answer is ``Message/found(_:_:)``.
    case search(String)
    /// Tell the programs beside the kiosk of an event that is on record.
    case hook(Hook)
    case sound(Sound)
    /// Read or do something for the staff console; the answer is ``Message/staff(_:)``.
    case staff(StaffWork)
    /// Let that cloud know this kiosk; the answer is ``Message/enrolment(_:)``.
    case enrol(EnrolmentOffer)
}

/// What a visitor hears, beside what the screen says.
package enum Sound: Hashable, Sendable, CaseIterable {
    case good, attention
    /// An exit is on record.
    case goodbye
}
