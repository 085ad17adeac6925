package import Kiosk

extension KioskStore: ClockMemory {
    package func clock() throws(StorageFailure) -> ClockState? {
        try outbox.use { try $0.read { try $0.clock() } }
    }

    /// Keeps it as it is given: events only raise the floor, the cloud's word may also lower it.
    package func keep(_ clock: ClockState) throws(StorageFailure) {
        try outbox.use { try $0.write { try $0.keep(clock) } }
    }
}
