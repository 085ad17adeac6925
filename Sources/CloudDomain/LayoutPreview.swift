package import Reception

/// A layout in words: what visitors will see, for an administrator to read before it is set.
package struct LayoutPreview {
    private let layout: KioskLayout
    private let site: Site
    private let hosts: [Host]
    private let departments: [Department]

    package init(_ layout: KioskLayout, site: Site, hosts: [Host], departments: [Department]) {
        self.layout = layout
        self.site = site
        self.hosts = hosts
        self.departments = departments
    }

    /// Lines of text; the hours are those of the fourteen days from `now` on.
    package func text(at now: Instant) -> String {
        let parts = [general] + layout.languages.map(screen) + [steps, rings, hours(from: now)]
        return parts.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var general: [String] {
        [
            "Site \(site.name), theme \(layout.theme.rawValue), languages \(layout.languages.joined(separator: ", "))",
            "Banner: \(layout.banner.isEmpty ? "none" : layout.banner)",
            "Company beside the visitor's name: \(layout.showsCompany ? "shown" : "hidden")",
            "Closed: ring \(layout.emergencyPhone.isEmpty ? "nobody (no emergencyPhone)" : layout.emergencyPhone)",
        ]
    }

    /// What one language's idle screen says. Texts that are not replaced are the kiosk's own.
    private func screen(in language: String) -> [String] {
        let texts = LayoutText.allCases.map { name in
            "  \(name.rawValue): \(layout.texts[language]?[name] ?? (name == .notice ? "none" : "the kiosk's own"))"
        }
        let buttons = layout.buttons.enumerated().map { index, button in
            let label = button.labels?[language] ?? OwnLabels.text(of: button.action, in: language)
            return "  \(index + 1). \(label)\(button.worksWhenClosed == true ? " (also when closed)" : "")"
        }
        return ["[\(language)]"] + buttons + texts
    }

    private var steps: [String] {
        ["A walk-in is asked for: \(layout.walkIn.map(\.rawValue).joined(separator: ", "))"]
    }

    /// Who is told, button by button.
    private var rings: [String] {
        let told = layout.buttons.filter { [.call, .delivery].contains($0.action) || $0.target != nil }
        return ["Who is told (each has \(layout.answerSeconds) seconds to answer):"]
            + told.map { button in
                let targets = [button.target ?? .reception] + (button.then ?? [])
                return "  \(button.id): \(targets.map(name).joined(separator: ", then "))"
            }
    }

    private func name(of target: NoticeTarget) -> String {
        switch target {
        case .reception: "the reception"
        case .host(let id): hosts.first { $0.id == id }?.name ?? "a host who has left"
        case .department(let id): departments.first { $0.id == id }?.name ?? "a department that is gone"
        }
    }

    private func hours(from now: Instant) -> [String] {
        var lines = ["The next 14 days:"]
        var moment = now
        for _ in 0..<14 {
            let day = site.time.day(of: moment)
            let reading = site.time.reading(of: day.lowerBound)
            lines.append("  \(reading.date) \(Weekday.allCases[reading.weekday - 1].rawValue): \(hours(on: reading))")
            moment = day.upperBound
        }
        return lines
    }

    private func hours(on reading: SiteTime.Reading) -> String {
        if case .holiday(let name) = layout.hours.state(at: reading) { return "closed, \(name)" }
        let spans = layout.hours.spans(on: reading.weekday)
        return spans.isEmpty ? "closed" : spans.map(\.description).joined(separator: ", ")
    }
}
