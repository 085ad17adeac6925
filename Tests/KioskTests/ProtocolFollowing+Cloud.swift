/// The cloud's side, and what administrators do to it.
extension ProtocolFollowing {
    func cloudSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        for (index, words) in [(0, Self.firstWords), (1, Self.secondWords)] {
            let standing = state.feed.rows[index].standing
            // The second pass is only issued: it stands for whatever else a feed brings.
            guard state.feed.end.sequence < Self.mostChanges, index == 0 ? standing != .removed : standing == .absent,
                let next = Row.Standing(rawValue: standing.rawValue + 1)
            else { continue }
            tell(
                .maybe(words[Int(standing.rawValue)]),
                change(state) {
                    $0.feed.end.sequence += 1
                    $0.feed.rows[index] = Row(sequence: $0.feed.end.sequence, standing: next)
                })
        }
        if state.feed.rows[0].standing == .removed { tell(.maybe("the tombstone is forgotten"), forgetting(state)) }
        if state.backup == nil, state.feed.end.epoch == 0, state.feed.end.sequence > 0 {
            tell(.maybe("the cloud is backed up"), change(state) { $0.backup = $0.feed })
        }
        guard let backup = state.backup, state.feed.end.epoch == 0 else { return }
        tell(
            .maybe("the cloud is restored from its backup: a new epoch"),
            change(state) {
                $0.feed = backup
                $0.feed.end.epoch = 1
                $0.backup = nil
            })
    }

    private static let firstWords: [StaticString] = [
        "the first pass is issued", "the first pass is cancelled", "the first pass is removed",
    ]
    private static let secondWords: [StaticString] = ["the second pass is issued"]

    private func forgetting(_ state: State) -> State {
        change(state) {
            if mutant != .tombstoneForgottenSilently { $0.feed.horizon = $0.feed.rows[0].sequence }
            $0.feed.rows[0] = Row(sequence: 0, standing: .absent)
        }
    }

    /// The next page after `cursor`: one row, so that every place between two rows is met.
    func page(after cursor: Cursor, _ feed: Feed) -> Answer {
        let isKnown = mutant == .epochIgnored || cursor.epoch == feed.end.epoch
        guard isKnown, cursor.sequence >= feed.horizon, cursor.sequence <= feed.end.sequence else { return .gone }
        let next = (0...1).filter { feed.rows[$0].sequence > cursor.sequence }
            .min { feed.rows[$0].sequence < feed.rows[$1].sequence }
        guard let next else { return .page(after: cursor, to: feed.end, index: 0, nil) }
        let row = feed.rows[next]
        let to = Cursor(epoch: feed.end.epoch, sequence: row.sequence)
        return .page(after: cursor, to: to, index: next, row.isCached)
    }
}
