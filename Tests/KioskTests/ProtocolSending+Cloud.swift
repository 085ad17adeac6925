/// The cloud, and the network between.
extension ProtocolSending {
    func cloudSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        guard state.isCloudUp else {
            return tell(.always("the cloud starts"), change(state) { $0.isCloudUp = true })
        }
        tell(.maybe("the cloud is killed"), change(state) { killCloud(&$0) })
        if !state.uncommitted.isEmpty {
            tell(.always("the cloud commits"), change(state) { commit(&$0) })
        }
        for request in Set(state.requests) {
            if state.answers.count < inFlight {
                tell(.always("the cloud commits and answers"), change(state) { serve(request, &$0) })
            }
            tell(
                .maybe("the cloud is killed before its commit"),
                change(state) {
                    remove(request, &$0)
                    killCloud(&$0)
                })
            tell(
                .maybe("the cloud commits and is killed before its answer"),
                change(state) {
                    serve(request, &$0, answers: false)
                    killCloud(&$0)
                })
        }
    }

    private func killCloud(_ state: inout State) {
        state.isCloudUp = false
        state.uncommitted = []
    }

    /// One transaction for the whole request, and a word on each event.
    private func serve(_ request: Few, _ state: inout State, answers: Bool = true) {
        remove(request, &state)
        let batch = Few(rawValue: (request.rawValue | request.rawValue >> 4) & 0xF)
        let refused = batch.intersection(rejected)
        if mutant == .rejectWholeBatch, !refused.isEmpty {
            if answers { put(Answer(kind: .failed), &state) }
            return
        }
        state.uncommitted = news(request, state)
        if mutant != .answerBeforeCommit || !answers { commit(&state) }
        if answers {
            put(Answer(kind: .results, accepted: batch.subtracting(refused), rejected: refused), &state)
        }
    }

    /// The IDs in a request that the cloud does not have yet.
    private func news(_ request: Few, _ state: State) -> Few {
        let refused = Few(rawValue: rejected.rawValue | rejected.rawValue << 4)
        let known = Few(rawValue: state.stored.rawValue | state.storedAgain.rawValue << 4)
        let new = request.subtracting(refused).subtracting(known)
        guard mutant == .dedupeBySequence else { return new }
        var taken = Set(numbers(of: state.stored, state))
        return Few(
            rawValue: (0..<deeds).reduce(0) { sum, deed in
                let bit = Few(rawValue: 1 << deed)
                guard new.contains(bit), taken.insert(numbers(of: bit, state)[0]).inserted else { return sum }
                return sum | bit.rawValue
            })
    }

    /// The sequence numbers that deeds have in their streams.
    private func numbers(of few: Few, _ state: State) -> [Int] {
        (0..<deeds).filter { few.contains(Few(rawValue: 1 << $0)) }.map { deed in
            let isSecond = state.inSecondStream.contains(Few(rawValue: 1 << deed))
            return (0...deed).count { state.inSecondStream.contains(Few(rawValue: 1 << $0)) == isSecond }
        }
    }

    private func commit(_ state: inout State) {
        state.stored.formUnion(Few(rawValue: state.uncommitted.rawValue & 0xF))
        state.storedAgain.formUnion(Few(rawValue: state.uncommitted.rawValue >> 4))
        state.uncommitted = []
    }

    // MARK: - The network

    func networkSteps(_ state: State, _ tell: (ProtocolStep, State) -> Void) {
        for request in Set(state.requests) {
            tell(.maybe("the network loses a request"), change(state) { remove(request, &$0) })
            if state.requests.count < inFlight {
                tell(
                    .maybe("the network doubles a request"),
                    change(state) { $0.requests = ($0.requests + [request]).sorted { $0.rawValue < $1.rawValue } })
            }
            guard state.answers.count < inFlight else { continue }
            for (kind, words) in ProtocolSending.strangers {
                tell(
                    .maybe(words),
                    change(state) {
                        remove(request, &$0)
                        put(Answer(kind: kind), &$0)
                    })
            }
        }
        for answer in Set(state.answers) { answerSteps(answer, state, tell) }
    }

    private static let strangers: [(Answer.Kind, StaticString)] = [
        (.notFound, "a proxy answers 404 instead"), (.failed, "a proxy answers 503 or with a page instead"),
        (.tooLarge, "a proxy answers 413 instead"),
    ]

    private func answerSteps(_ answer: Answer, _ state: State, _ tell: (ProtocolStep, State) -> Void) {
        func without(_ state: inout State) { state.answers.remove(at: state.answers.firstIndex(of: answer) ?? 0) }
        // It may also come when nobody waits for it any more.
        tell(
            state.call.isEmpty ? .always("an answer finds nobody") : .maybe("the network loses an answer"),
            change(state, without))
        if state.answers.count < inFlight {
            tell(.maybe("the network doubles an answer"), change(state) { put(answer, &$0) })
        }
        guard answer.kind == .results else { return }
        tell(
            .maybe("a proxy puts 404 in the place of an answer"),
            change(state) {
                without(&$0)
                put(Answer(kind: .notFound), &$0)
            })
    }

    private func remove(_ request: Few, _ state: inout State) {
        state.requests.remove(at: state.requests.firstIndex(of: request) ?? 0)
    }

    private func put(_ answer: Answer, _ state: inout State) {
        state.answers = (state.answers + [answer]).sorted()
    }
}
