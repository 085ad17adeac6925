package import Reception

/// A company that uses the system.
package struct Tenant: Hashable, Sendable {
    package var number: TenantNumber
    package var name: String

    package init(number: TenantNumber, name: String) {
        self.number = number
        self.name = name
    }

    /// As kiosks are told.
    package var card: TenantCard { TenantCard(number: number, name: name) }
}
