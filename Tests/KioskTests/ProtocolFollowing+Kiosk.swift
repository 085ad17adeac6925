/// The kiosk's side: pages, full syncs, and what befalls its cache.
extension ProtocolFollowing {
    func pageSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        if let page = state.unwritten {
            tell(.always("the rows of the page are committed"), change(state) { writeRows(of: page, &$0) })
            tell(.maybe("the kiosk is killed"), change(state) { kill(&$0) })
            return
        }
        if let cursor = state.cursor, state.answers.count < inFlight {
            let answer = page(after: cursor, state.feed)
            if !state.answers.contains(answer), cursor != state.feed.end {
                tell(.always("the next page is asked for, and answered"), change(state) { $0.answers.insert(answer) })
            }
        }
        for answer in state.answers {
            tell(.always("an answer comes"), change(state) { take(answer, &$0) })
            // It was doubled, or a second process got the same.
            tell(
                .maybe("an answer comes, and again later"),
                change(state) {
                    take(answer, &$0)
                    $0.answers.insert(answer)
                })
            tell(.maybe("the network loses an answer"), change(state) { $0.answers.remove(answer) })
        }
        guard state.cursor != nil, !state.wasLost else { return }
        tell(
            .maybe("the cache is damaged and begun anew"),
            change(state) {
                kill(&$0)
                ($0.cursor, $0.rows, $0.load, $0.wasLost) = (nil, Pair(.absent), nil, true)
            })
    }

    private func kill(_ state: inout State) {
        state.unwritten = nil
        state.stream = nil
        state.isGone = false
    }

    private func take(_ answer: Answer, _ state: inout State) {
        state.answers.remove(answer)
        guard case .page(_, let to, _, _) = answer else { return state.isGone = true }
        guard isApplicable(to, state) else { return }
        state.cursor = to
        if mutant == .cursorOutsideTransaction {
            state.unwritten = answer
        } else {
            writeRows(of: answer, &state)
        }
    }

    /// Whether a page that ends at `end` goes on from what is there.
    private func isApplicable(_ end: Cursor, _ state: State) -> Bool {
        guard let cursor = state.cursor else { return mutant == .pageOnLostCache }
        guard cursor.epoch == end.epoch || mutant == .epochIgnored else { return false }
        return cursor.sequence <= end.sequence || mutant == .olderPageApplied
    }

    private func writeRows(of page: Answer, _ state: inout State) {
        state.unwritten = nil
        if case .page(_, _, let index, let standing?) = page { state.rows[index] = standing }
    }

    // MARK: - Full syncs

    func loadSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        guard state.unwritten == nil else { return }
        guard let stream = state.stream, let load = state.load else {
            if state.cursor == nil || state.isGone { beginSteps(state, tell) }
            return
        }
        tell(.maybe("the full sync is cut"), change(state) { $0.stream = nil })
        let rest = (0...1).filter { stream.feed.rows[$0].sequence > load.mark.sequence }
        if let next = rest.min(by: { stream.feed.rows[$0].sequence < stream.feed.rows[$1].sequence }) {
            tell(
                .always("a row and its mark come"),
                change(state) {
                    let row = stream.feed.rows[next]
                    $0.load?.rows[next] = row.isCached
                    $0.load?.mark = Cursor(epoch: stream.feed.end.epoch, sequence: row.sequence)
                })
        }
        if rest.isEmpty {
            tell(.always("the end line comes"), change(state) { finish(stream, load, &$0) })
        } else if mutant == .swappedBeforeEnd {
            tell(.maybe("what has come is taken for all"), change(state) { finish(stream, load, &$0) })
        }
    }

    private func beginSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        tell(
            .always("a full sync begins, or goes on"),
            change(state) { state in
                if let load = state.load, !canGoOn(load, state.feed) { state.load = nil }
                let mark = Cursor(epoch: state.feed.end.epoch, sequence: 0)
                state.load = state.load ?? Load(mark: mark, begun: state.feed.end.sequence)
                state.stream = Stream(feed: state.feed, before: state.cursor)
            })
    }

    /// Rows that changed since the load began may be held in an older state, so no tombstone since may be missing.
    private func canGoOn(_ load: Load, _ feed: Feed) -> Bool {
        guard load.mark.epoch == feed.end.epoch || mutant == .loadOfOtherEpochContinued else { return false }
        return load.begun >= feed.horizon
    }

    private func finish(_ stream: Stream, _ load: Load, _ state: inout State) {
        let end = stream.feed.end
        state.load = nil
        state.stream = nil
        state.isGone = false
        if let now = state.cursor, now != stream.before, now.epoch == end.epoch, now.sequence > end.sequence,
            mutant != .swappedBackwards
        {
            return
        }
        state.cursor = end
        state.rows = load.rows
    }
}
