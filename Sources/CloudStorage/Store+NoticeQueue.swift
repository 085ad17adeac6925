package import CloudDomain

extension Store: NoticeQueue {
    package func claim() throws -> Delivery? {
        guard try read({ try $0.hasDueNotice() }) else { return nil }
        return try write { try $0.claimDelivery(linkingTo: publicURL) }
    }

    package func settle(_ delivery: Delivery, wasDelivered: Bool) throws {
        try write { try $0.settle(delivery, wasDelivered: wasDelivered) }
    }
}
