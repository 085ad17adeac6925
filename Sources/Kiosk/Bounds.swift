import Reception

// What the cloud tells is no longer than a screen can show, and no larger than a frame can be drawn with in time: a
// newer or broken cloud may send what this release's cloud would refuse.

extension String {
    /// The most characters of one text.
    private static let longestShown = 300

    /// As much of it as a screen may have to show.
    var bounded: String {
        // Marks without end on one character are one character.
        let scalars = unicodeScalars.prefix(4 * Self.longestShown)
        return scalars.endIndex == unicodeScalars.endIndex && scalars.count <= Self.longestShown
            ? self : String(String(scalars).prefix(Self.longestShown))
    }
}

extension KioskLayout {
    /// Seconds that anybody is made to wait, see ``answerSeconds``: a screen must go home by itself.
    private static let answerTimes = 5...600
    /// More buttons than this have no letter to press.
    private static let mostButtons = 25
    private static let mostLanguages = 20

    /// The layout as far as a kiosk follows it.
    var bounded: KioskLayout {
        var layout = self
        layout.languages = Array(languages.prefix(Self.mostLanguages).map(\.bounded))
        layout.banner = banner.bounded
        layout.emergencyPhone = emergencyPhone.bounded
        layout.buttons = buttons.prefix(Self.mostButtons).map(\.bounded)
        layout.walkIn = Array(walkIn.prefix(WalkInStep.allCases.count * 2))
        layout.texts = texts.mapValues { $0.mapValues(\.bounded) }
        layout.answerSeconds = min(max(Self.answerTimes.lowerBound, answerSeconds), Self.answerTimes.upperBound)
        layout.hours.holidays = hours.holidays.map { .init(date: $0.date, name: $0.name.bounded) }
        return layout
    }
}

extension LayoutButton {
    /// No cloud takes an event with a longer one.
    private static let longestID = 200

    fileprivate var bounded: LayoutButton {
        var button = self
        if id.utf8.count > Self.longestID { button.id = "" }
        button.labels = labels?.mapValues(\.bounded)
        return button
    }
}

extension DepartmentRecord {
    fileprivate var bounded: DepartmentRecord {
        DepartmentRecord(
            id: id, name: name.bounded, reading: reading.bounded, names: names.mapValues(\.bounded),
            phone: phone.bounded)
    }
}

extension CacheSummary {
    /// More than anybody pages through.
    private static let mostDepartments = 600

    /// What the screen takes from the cache, as far as it can be shown.
    var bounded: CacheSummary {
        var summary = self
        summary.site?.name = site?.name.bounded ?? ""
        summary.site?.phone = site?.phone.bounded ?? ""
        summary.tenant?.name = tenant?.name.bounded ?? ""
        summary.layout = layout?.bounded
        summary.departments = departments.prefix(Self.mostDepartments).map(\.bounded)
        return summary
    }
}

extension HostMatch {
    var bounded: HostMatch {
        var match = self
        match.host.name = host.name.bounded
        match.host.phone = host.phone.bounded
        match.department = department.bounded
        return match
    }
}

extension Reply {
    /// Nobody waits longer before a screen.
    private static let minutesTold = 0...999

    var bounded: Reply {
        var reply = self
        reply.name = name.bounded
        reply.phone = phone.bounded
        if let minutes, !Self.minutesTold.contains(minutes) { reply.minutes = nil }
        return reply
    }
}

extension PassRecord {
    var bounded: PassRecord {
        var pass = self
        pass.visitor = visitor.bounded
        pass.company = company.bounded
        pass.room = room.bounded
        pass.hosts = hosts.prefix(Self.mostHosts).map { HostCard(name: $0.name.bounded, phone: $0.phone.bounded) }
        return pass
    }

    private static let mostHosts = 50
}
