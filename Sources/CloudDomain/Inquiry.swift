import Reception

/// What an answer link is about and how it stands, as its page shows it. Personal data.
package struct Inquiry: Hashable, Sendable {
    package var notice: Notice
    package var state: State
    /// When it happened, by the clock on the site's wall, `10:02`.
    package var time: String
    /// Whether the receiver is a group, so that the page asks who answers.
    package var isGroup: Bool

    package enum State: Hashable, Sendable {
        /// Nobody has said that they come.
        case open
        /// Whoever opens this link comes, in so many minutes.
        case mine(minutes: Int)
        /// Another one comes.
        case taken(by: String, minutes: Int)
        /// Another one was asked since; its name, or none.
        case passedOn(to: String)
        /// Nobody is left to be asked.
        case unanswered
    }

    package init(notice: Notice, state: State, time: String, isGroup: Bool) {
        self.notice = notice
        self.state = state
        self.time = time
        self.isGroup = isGroup
    }
}

/// What the answer pages and the clock behind them need of the storage. Every call is one transaction.
package protocol AnswerRecords: Sendable {
    /// What a link is about; `nil` when it is unknown or too old.
    func inquiry(_ token: String) async throws -> Inquiry?
    /// Takes an answer, unless another one has given theirs before.
    ///
    /// - Parameter name: who answers for a group; empty for the receiver's own name.
    /// - Returns: how it stands now; `nil` as for ``inquiry(_:)``.
    func answer(_ token: String, _ answer: Answer, name: String) async throws -> Inquiry?
    /// Asks the next one wherever nobody has answered in time.
    ///
    /// - Returns: whether anything was told.
    func escalate() async throws -> Bool
}
