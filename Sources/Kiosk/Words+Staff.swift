import Reception

/// What staff are told in the status line.
extension Words {
    func link(_ state: LinkState, at time: (Instant) -> String) -> String {
        switch state {
        case .notEnrolled: say(.linkNotEnrolled)
        case .connecting: say(.linkConnecting)
        case .online: say(.linkOnline)
        case .offline(let since, _): say(.linkOffline, ["time": time(since)])
        case .refused: say(.linkRefused)
        case .revoked: say(.linkRevoked)
        }
    }

    /// Why it is offline, and what staff can do; ``LinkTrouble/sentence`` says it at length.
    func trouble(_ trouble: LinkTrouble) -> String {
        switch trouble {
        case .noConnection: say(.troubleNoConnection)
        case .noAnswer: say(.troubleNoAnswer)
        case .certificate: say(.troubleCertificate)
        case .stranger: say(.troubleStranger)
        case .oddAnswer(let status): say(.troubleOddAnswer, ["status": String(status)])
        case .cloudFault(let status): say(.troubleCloudFault, ["status": String(status)])
        case .busy: say(.troubleBusy)
        }
    }

    /// Why nothing can be recorded, and what staff can do; the log says it at length.
    func storageTrouble(_ reason: StorageFailure.Reason) -> String {
        switch reason {
        case .full: say(.storageFull)
        case .readOnly: say(.storageReadOnly)
        case .damaged: say(.storageDamaged)
        case .locked: say(.storageLocked)
        case .unreadableKey, .other: say(.storageOther)
        }
    }

    func note(_ note: StaffNote) -> String {
        switch note {
        case .outboxSetAside: say(.noteOutboxSetAside)
        case .oldCopy: say(.noteOldCopy)
        case .cacheRebuilt: say(.noteCacheRebuilt)
        }
    }

    func scanner(_ state: ScannerState, isCamera: Bool) -> String {
        switch state {
        case .none: say(isCamera ? .cameraNone : .readerNone)
        case .starting: say(isCamera ? .cameraStarting : .readerStarting)
        case .ready: say(isCamera ? .cameraReady : .readerReady)
        case .lost: say(isCamera ? .cameraLost : .readerLost)
        }
    }

    func waiting(_ count: Int) -> String { say(.waiting, ["count": String(count)]) }
    func setAside(_ count: Int) -> String { say(.setAside, ["count": String(count)]) }
    func cacheTime(_ time: String) -> String { say(.synced, ["time": time]) }
    var untrustedClock: String { say(.clockUntrusted) }
    var unknownTimeZone: String { say(.timeZoneUnknown) }
}
