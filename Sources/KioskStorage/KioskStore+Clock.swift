package import Kiosk

extension KioskStore: ClockMemory {
    package func clock() throws(StorageFailure) -> ClockState? {
        try outbox.use { try $0.read { try $0.clock() } }
    }

    /// The floor never goes down.
    package func keep(_ clock: ClockState) throws(StorageFailure) {
        try outbox.use { try $0.write { try $0.keep(clock) } }
    }
}
