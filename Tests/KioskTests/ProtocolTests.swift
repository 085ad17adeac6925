import Testing

/// The protocol, explored to its end: what must hold does, and every way to get it wrong is caught.
@Suite struct ProtocolTests {
    @Test(arguments: [
        ProtocolSending(), ProtocolSending(deeds: 3, rejected: .init(rawValue: 2), inFlight: 1),
    ])
    func `an acknowledged event reaches the cloud exactly once, and the outbox empties`(model: ProtocolSending) {
        let finding = model.explore()
        print("sending, \(model.deeds) deeds, \(model.inFlight) in flight: \(finding)")
        #expect(finding.broken == nil, "\(finding)")
    }

    @Test(arguments: [
        (ProtocolSending.Mutant.deleteOn404, ProtocolProperty.kept), (.acknowledgeBeforeCommit, .kept),
        (.resendWithNewID, .once), (.leaseKeptAtStart, .emptied), (.answerBeforeCommit, .acknowledged),
        (.dedupeBySequence, .acknowledged), (.acknowledgeWholeBatch, .acknowledged), (.rejectWholeBatch, .emptied),
    ])
    func `a sender or a cloud that gets it wrong is caught`(
        mutant: ProtocolSending.Mutant, property: ProtocolProperty
    ) {
        let rejected: ProtocolSending.Few = mutant == .dedupeBySequence ? [] : .init(rawValue: 2)
        let finding = ProtocolSending(rejected: rejected, inFlight: 1, mutant: mutant).explore()
        print("\(mutant): \(finding)")
        #expect(finding.broken == property, "\(finding)")
    }

    @Test func `the cache follows the feed, never ahead of its rows, and no cancellation is undone`() {
        let finding = ProtocolFollowing().explore()
        print("following, 2 in flight: \(finding)")
        #expect(finding.broken == nil, "\(finding)")
    }

    @Test(arguments: [
        (ProtocolFollowing.Mutant.cursorOutsideTransaction, ProtocolProperty.cursorWithinRows),
        (.olderPageApplied, .cancellationKept), (.epochIgnored, .cursorWithinRows),
        (.pageOnLostCache, .cursorWithinRows), (.swappedBeforeEnd, .cursorWithinRows),
        (.swappedBackwards, .cancellationKept), (.tombstoneForgottenSilently, .cursorWithinRows),
        (.loadOfOtherEpochContinued, .cursorWithinRows),
    ])
    func `a follower or a feed that gets it wrong is caught`(
        mutant: ProtocolFollowing.Mutant, property: ProtocolProperty
    ) {
        let finding = ProtocolFollowing(mutant: mutant).explore()
        print("\(mutant): \(finding)")
        #expect(finding.broken == property, "\(finding)")
    }
}
