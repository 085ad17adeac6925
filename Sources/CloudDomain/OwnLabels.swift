package import Reception

/// What kiosks call an action whose button has no text of its own: the same as in their catalogs, which a test holds
/// against these.
package enum OwnLabels {
    /// - Returns: the English text where the language is none that kiosks speak.
    package static func text(of action: LayoutButton.Action, in language: String) -> String {
        let texts = texts(of: action)
        return texts[language] ?? texts["en"] ?? action.rawValue
    }

    private static func texts(of action: LayoutButton.Action) -> [String: String] {
        switch action {
        case .walkIn: ["ja": "ご予約のない方", "en": "No appointment", "zh-Hans": "没有预约", "ko": "예약 없이 방문"]
        case .host: ["ja": "担当者を呼ぶ", "en": "Call a person", "zh-Hans": "呼叫接待人", "ko": "담당자 호출"]
        case .departments: ["ja": "部署を選ぶ", "en": "Departments", "zh-Hans": "选择部门", "ko": "부서 선택"]
        case .delivery: ["ja": "配達・納品", "en": "Delivery", "zh-Hans": "送货", "ko": "배달·납품"]
        case .checkOut: ["ja": "退館する", "en": "Check out", "zh-Hans": "离开登记", "ko": "퇴실"]
        case .call: ["ja": "係員を呼ぶ", "en": "Call staff", "zh-Hans": "呼叫工作人员", "ko": "직원 호출"]
        }
    }
}
