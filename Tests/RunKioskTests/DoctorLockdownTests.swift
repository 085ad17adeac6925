import Testing

@testable import RunKiosk

/// What `doctor` says of console, memory and watchdog.
@Suite struct DoctorLockdownTests {
    @Test func `a virtual console is locked only by whoever may`() {
        let may = ["CapEff": "0000000004000000"]
        let mayNot = ["CapEff": "0000000000000000"]
        #expect(Doctor.consoleLock(terminal: "/dev/tty1", status: may).grade == .fine)
        #expect(Doctor.consoleLock(terminal: "/dev/tty1", status: mayNot).grade == .worth)
        #expect(Doctor.consoleLock(terminal: "/dev/pts/3", status: mayNot).grade == .fine)
        #expect(Doctor.consoleLock(terminal: "/dev/ttyS0", status: [:]).grade == .fine)
    }

    @Test func `keys are safe without a swap, and where the kiosk has locked them`() {
        let swaps = "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n"
        let none = "Filename Type Size Used Priority\n"
        func limits(_ soft: String) -> String { "Max locked memory         \(soft)          8388608          bytes\n" }
        #expect(Doctor.memoryLock(status: [:], swaps: none, limits: nil).sentence.contains("no swap"))
        #expect(Doctor.memoryLock(status: ["VmLck": "8 kB"], swaps: swaps, limits: limits("0")).grade == .fine)
        #expect(Doctor.memoryLock(status: [:], swaps: swaps, limits: limits("8388608")).grade == .fine)
        #expect(Doctor.memoryLock(status: ["VmLck": "0 kB"], swaps: swaps, limits: limits("0")).grade == .worth)
    }

    @Test func `a running kiosk is watched when systemd has told it so`() {
        #expect(Doctor.watchdog(environment: "A=1\0WATCHDOG_USEC=30000000\0", isRunning: true).grade == .fine)
        #expect(Doctor.watchdog(environment: "A=1\0", isRunning: true).sentence.contains("Nobody"))
        #expect(Doctor.watchdog(environment: nil, isRunning: true).sentence.contains("root"))
        #expect(Doctor.watchdog(environment: nil, isRunning: false).grade == .worth)
    }
}
