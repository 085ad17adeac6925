/// What a site's kiosks show and offer (rows S19, M3, M5): edited and validated in the cloud, told through the change
/// feed, applied at each kiosk's next idle screen.
///
/// Every part may be missing from its JSON, and then has the value of ``standard``.
package struct KioskLayout: Codable, Hashable, Sendable {
    /// The languages that visitors are offered, as BCP 47 tags; the first is the idle screen's.
    package var languages: [String]
    /// A line under the tenant's name on the idle screen; empty for none.
    package var banner: String
    package var theme: Theme
    /// In the order of the idle screen.
    package var buttons: [LayoutButton]
    /// What a walk-in is asked, in this order. `name` is always among them.
    package var walkIn: [WalkInStep]
    package var hours: OpeningHours
    /// Whom visitors ring while the reception is closed; empty when none is set.
    package var emergencyPhone: String
    /// Texts that replace the kiosk's own: language, then text.
    package var texts: [String: [LayoutText: String]]
    /// How long the kiosk waits for somebody's answer before it shows the extension to ring, and the cloud before it
    /// asks the next one.
    package var answerSeconds: Int
    /// Whether the company is shown beside a visitor's name (row M7).
    package var showsCompany: Bool

    package enum Theme: String, Codable, Sendable, CaseIterable {
        case dark, light
    }

    package init(
        languages: [String] = ["ja", "en", "zh-Hans", "ko"], banner: String = "", theme: Theme = .dark,
        buttons: [LayoutButton] = LayoutButton.standard, walkIn: [WalkInStep] = [.company, .name, .headcount, .target],
        hours: OpeningHours = .always, emergencyPhone: String = "", texts: [String: [LayoutText: String]] = [:],
        answerSeconds: Int = 60, showsCompany: Bool = false
    ) {
        self.languages = languages
        self.banner = banner
        self.theme = theme
        self.buttons = buttons
        self.walkIn = walkIn
        self.hours = hours
        self.emergencyPhone = emergencyPhone
        self.texts = texts
        self.answerSeconds = answerSeconds
        self.showsCompany = showsCompany
    }

    /// What a kiosk shows whose cloud has said nothing.
    package static let standard = KioskLayout()

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        let standard = KioskLayout.standard
        languages = try box.decodeIfPresent([String].self, forKey: .languages) ?? standard.languages
        banner = try box.decodeIfPresent(String.self, forKey: .banner) ?? standard.banner
        theme = try box.decodeIfPresent(Theme.self, forKey: .theme) ?? standard.theme
        buttons = try box.decodeIfPresent([LayoutButton].self, forKey: .buttons) ?? standard.buttons
        walkIn = try box.decodeIfPresent([WalkInStep].self, forKey: .walkIn) ?? standard.walkIn
        hours = try box.decodeIfPresent(OpeningHours.self, forKey: .hours) ?? standard.hours
        emergencyPhone = try box.decodeIfPresent(String.self, forKey: .emergencyPhone) ?? standard.emergencyPhone
        texts = try box.decodeIfPresent([String: [LayoutText: String]].self, forKey: .texts) ?? standard.texts
        answerSeconds = try box.decodeIfPresent(Int.self, forKey: .answerSeconds) ?? standard.answerSeconds
        showsCompany = try box.decodeIfPresent(Bool.self, forKey: .showsCompany) ?? standard.showsCompany
    }
}

/// One item of the idle screen's menu.
package struct LayoutButton: Codable, Hashable, Sendable, Identifiable {
    /// Short and stable, for events and reports.
    package var id: String
    package var action: Action
    /// Whom it tells; missing for actions that ask the visitor, or that tell nobody.
    package var target: NoticeTarget?
    /// Whom it tells next, one after the other, while nobody answers.
    package var then: [NoticeTarget]?
    /// Its text by language; missing ones have the action's own text.
    package var labels: [String: String]?
    /// Whether it works outside the reception's hours.
    package var worksWhenClosed: Bool?

    package enum Action: String, Codable, Sendable, CaseIterable {
        /// Calls the target at once.
        case call
        /// Asks who comes and whom they want to see.
        case walkIn
        /// Asks for a host by name, then calls.
        case host
        /// Shows the departments, then calls.
        case departments
        /// Tells the target that something has been delivered.
        case delivery
        /// Waits for the code of a visitor who leaves.
        case checkOut
    }

    package init(
        id: String, action: Action, target: NoticeTarget? = nil, then: [NoticeTarget]? = nil,
        labels: [String: String]? = nil, worksWhenClosed: Bool? = nil
    ) {
        self.id = id
        self.action = action
        self.target = target
        self.then = then
        self.labels = labels
        self.worksWhenClosed = worksWhenClosed
    }

    package static let standard = [
        LayoutButton(id: "walk-in", action: .walkIn),
        LayoutButton(id: "departments", action: .departments),
        LayoutButton(id: "delivery", action: .delivery, target: .reception),
        LayoutButton(id: "check-out", action: .checkOut, worksWhenClosed: true),
        LayoutButton(id: "call", action: .call, target: .reception),
    ]
}

/// A question to a visitor without an appointment.
package enum WalkInStep: String, Codable, Sendable, CaseIterable {
    case company, name, headcount
    /// Whom to see: a host, a department, or nobody in particular.
    case target
}

/// The texts that an administrator may replace.
package enum LayoutText: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
    /// The idle screen's greeting.
    case welcome
    /// How to hold the code.
    case howTo
    /// The notice of the day; there is none of our own.
    case notice
    /// What happens next, after a welcome.
    case afterWelcome
    /// What to do with what was delivered.
    case afterDelivery
    /// What is said outside the hours.
    case closed
}
