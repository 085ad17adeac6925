extension Phrase {
    /// What is filled in, by name: every catalog has each of them at least once, and no other.
    var placeholders: Set<String> {
        switch self {
        case .countdown, .countdownShort, .passcodeWait: ["seconds"]
        case .keyDoes: ["key", "text"]
        case .date: ["weekday", "day", "month"]
        case .dateAndTime: ["date", "time"]
        case .timeSpan: ["from", "until"]
        case .twoOfAList: ["first", "second"]
        case .visitor, .closedHolidayName, .callingName, .calledName, .coming, .comingNow, .passedOn: ["name"]
        case .hoursToday: ["hours"]
        case .hoursOfDay: ["weekday", "hours"]
        case .opensAt, .adviceTooEarly: ["moment"]
        case .emergency, .ring: ["phone"]
        case .resultAlreadyIn, .resultDeparted, .goodbyeAt, .linkOffline, .synced: ["time"]
        case .comingIn: ["name", "minutes"]
        case .comingInUnnamed, .comingShort: ["minutes"]
        case .people, .waiting, .setAside: ["count"]
        case .stepOf: ["step", "steps"]
        case .problemNoNumber: ["most"]
        case .searchAdvice: ["least"]
        case .pageOf: ["page", "pages"]
        case .troubleOddAnswer, .troubleCloudFault: ["status"]
        case .staffMember: ["name", "role"]
        case .staffCount: ["standing", "count"]
        case .staffListCut: ["count"]
        case .staffInDespite: ["time", "reason"]
        case .staffSortedBy: ["order"]
        case .staffInsideSince, .staffOutAt: ["time"]
        case .staffOutHow: ["time", "how"]
        case .staffRefusedWait: ["seconds"]
        case .staffLockedOut: ["minutes"]
        case .staffPINTooShort: ["least"]
        case .staffWalkInDone: ["name"]
        case .evacuationFigures: ["people", "safe", "missing"]
        case .evacuationStale, .evacuationSafeAt, .evacuationForgotten: ["time"]
        case .printFailed, .keptAs: ["file"]
        case .healthSynced: ["time", "count"]
        case .healthClockOff: ["seconds"]
        case .healthDiskFree, .sentAgain: ["count"]
        default: []
        }
    }

    /// How many words there are between blanks, for the two that are lists.
    private var listed: Int? {
        switch self {
        case .weekdays: 7
        case .months: 12
        default: nil
        }
    }

    /// Why a text cannot be this one's in any language; `nil` when it can.
    func objection(to text: Catalog.Text) -> String? {
        if text.pieces.isEmpty { return "\(rawValue) is empty" }
        if let name = placeholders.subtracting(text.placeholders).min() { return "\(rawValue) lacks {\(name)}" }
        if let name = text.placeholders.subtracting(placeholders).min() {
            return "\(rawValue) has {\(name)}, which nothing is filled in for"
        }
        if let listed, text.filled(with: [:]).split(separator: " ").count != listed {
            return "\(rawValue) is not \(listed) words with blanks between them"
        }
        return nil
    }

    /// The same in less room, where there is such a text.
    var short: Phrase? { Phrase(rawValue: rawValue + "Short") }
}
