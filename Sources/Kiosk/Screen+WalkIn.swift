package import Reception

extension Screen {
    /// What a visitor without an appointment has said so far, one question a screen.
    package struct WalkInForm: Hashable, Sendable {
        /// The button it began with.
        package var button: LayoutButton
        /// The questions, in their order; a review follows them.
        package var steps: [WalkInStep]
        /// Which question is asked; `steps.count` is the review.
        package var position = 0
        package var company = ""
        package var name = ""
        /// Up to two ASCII digits as they are typed.
        package var headcount = ""
        /// Whom they want to see, once they have said so.
        package var target: ChosenTarget?
        /// What is wrong with what was typed, until a further key.
        package var problem: Problem?
        /// The console of the member of staff who fills it in for somebody, and to which it returns.
        package var console: StaffConsole?
        package var until: Duration

        package init(button: LayoutButton, steps: [WalkInStep], until: Duration) {
            self.button = button
            self.steps = steps
            self.until = until
        }

        /// The question that is asked; `nil` at the review.
        package var step: WalkInStep? { steps.indices.contains(position) ? steps[position] : nil }

        /// Why Enter does not go on.
        package enum Problem: Hashable, Sendable {
            /// Nothing was typed, and something must be.
            case empty
            /// None of the ways was chosen.
            case noChoice
            /// It takes no more characters.
            case tooLong
            /// It is no number from 1 to ``WalkIn/largestParty``.
            case noNumber
        }
    }

    /// Whom a visitor has chosen.
    package struct ChosenTarget: Hashable, Sendable {
        package var target: NoticeTarget
        /// As visitors read it; empty for the reception.
        package var name: String
        /// Empty when none is known.
        package var phone: String

        package init(target: NoticeTarget, name: String, phone: String) {
            self.target = target
            self.name = name
            self.phone = phone
        }
    }

    /// Three ways to say whom to see, at ``WalkInStep/target``; the key is the digit.
    package enum TargetWay: Int, Hashable, Sendable, CaseIterable {
        case host = 1
        case department = 2
        /// They do not know: the reception, or whom the button names.
        case unknown = 3
    }
}
