/// The kiosk: desk, outbox, and the lane that sends.
extension ProtocolSending {
    func kioskSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        guard state.isKioskUp else {
            return tell(.always("the kiosk starts"), change(state) { startKiosk(&$0) })
        }
        tell(.maybe("the kiosk is killed"), change(state) { killKiosk(&$0) })
        deskSteps(state, tell)
        if state.call.isEmpty {
            lease(state, tell)
        } else {
            tell(.always("the kiosk gives the request up"), change(state) { release(&$0, andTryOne: true) })
            for answer in state.answers {
                tell(.always("the kiosk takes an answer"), change(state) { take(answer, &$0) })
            }
        }
    }

    private func deskSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        let isEarly = mutant == .acknowledgeBeforeCommit
        if !state.deciding.isEmpty {
            tell(
                isEarly ? .always("the event is committed") : .always("the screen says so"),
                change(state) { record($0.deciding, &$0, isOnDisk: isEarly, isLast: true) })
        } else if state.came < deeds {
            let deed = Few(rawValue: 1 << state.came)
            tell(
                isEarly ? .maybe("a visitor comes, and the screen says so") : .maybe("a visitor comes: committed"),
                change(state) {
                    record(deed, &$0, isOnDisk: !isEarly, isLast: false)
                    $0.came += 1
                })
        }
        // Before the first event, and after the last, it makes no difference.
        if !state.isSecondStream, state.came > 0, state.came < deeds {
            tell(.maybe("the outbox is damaged: a new stream begins"), change(state) { $0.isSecondStream = true })
        }
    }

    /// One of the two halves of a deed: on disk, or on screen.
    private func record(_ deed: Few, _ state: inout State, isOnDisk: Bool, isLast: Bool) {
        if isOnDisk {
            state.waiting.formUnion(deed)
            if state.isSecondStream { state.inSecondStream.formUnion(deed) }
        } else {
            state.shown.formUnion(deed)
        }
        state.deciding = isLast ? [] : deed
    }

    private func killKiosk(_ state: inout State) {
        state.isKioskUp = false
        state.deciding = []
        state.call = []
        state.batchSize = fullBatch
    }

    private func startKiosk(_ state: inout State) {
        state.isKioskUp = true
        guard mutant != .leaseKeptAtStart else { return }
        state.waiting.formUnion(state.sent)
        state.sent = []
    }

    // MARK: - Sending

    private func lease(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        guard !state.waiting.isEmpty, state.requests.count < inFlight else { return }
        tell(
            .always("the kiosk sends what waits"),
            change(state) {
                let batch = $0.waiting.first(Int($0.batchSize))
                $0.waiting.subtract(batch)
                $0.sent.formUnion(batch)
                $0.call = batch
                $0.requests = ($0.requests + [request(batch, $0)]).sorted { $0.rawValue < $1.rawValue }
            })
    }

    /// The IDs in a request: a second one stands four bits higher.
    private func request(_ batch: Few, _ state: State) -> Few {
        let again = batch.intersection(state.renamed)
        return Few(rawValue: batch.subtracting(again).rawValue | again.rawValue << 4)
    }

    private func take(_ answer: Answer, _ state: inout State) {
        state.answers.remove(at: state.answers.firstIndex(of: answer) ?? 0)
        switch meeting(answer.kind) {
        case .settle: settle(answer, &state)
        case .release(let andTryOne): release(&state, andTryOne: andTryOne)
        case .halve:
            state.batchSize = max(1, UInt8(state.call.rawValue.nonzeroBitCount) / 2)
            release(&state, andTryOne: false)
        case .delete:
            state.sent.subtract(state.call)
            state.call = []
        }
    }

    /// What the kiosk does on an answer.
    enum Deed: Equatable { case settle, release(andTryOne: Bool), halve, delete }

    func meeting(_ kind: Answer.Kind) -> Deed {
        switch kind {
        case .results: .settle
        case .notFound: mutant == .deleteOn404 ? .delete : .release(andTryOne: false)
        case .failed: .release(andTryOne: true)
        case .tooLarge: .halve
        }
    }

    private func settle(_ answer: Answer, _ state: inout State) {
        let call = state.call
        let accepted = mutant == .acknowledgeWholeBatch ? call : answer.accepted.intersection(call)
        let rejected = answer.rejected.intersection(call).subtracting(accepted)
        state.sent.subtract(accepted.union(rejected))
        state.acknowledged.formUnion(accepted)
        state.setAside.formUnion(rejected)
        state.batchSize = fullBatch
        release(&state, andTryOne: accepted.union(rejected).isEmpty)
    }

    /// What has no answer waits again.
    private func release(_ state: inout State, andTryOne: Bool) {
        let unanswered = state.call.intersection(state.sent)
        if mutant == .resendWithNewID { state.renamed.formUnion(unanswered) }
        state.sent.subtract(unanswered)
        state.waiting.formUnion(unanswered)
        state.call = []
        if andTryOne { state.batchSize = 1 }
    }

    func change(_ state: State, _ body: (inout State) -> Void) -> State {
        var state = state
        body(&state)
        return state
    }
}
