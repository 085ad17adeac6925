package import Foundation
package import Kiosk
package import Reception

/// What a kiosk was told when it was enrolled, kept in `enrolment.json`, so that it can decide before its first sync
/// and after its cache was lost.
package struct Enrolment: Hashable, Sendable {
    /// The cloud's base URL.
    package var cloud: String
    /// Where the copy of the cloud's CA certificates is; missing when the system's are used.
    package var caFile: String?
    package var kiosk: UUID
    /// What the administrator calls this kiosk.
    package var name: String
    /// The bearer credential. Sealed in the file; never in a log.
    package var credential: String
    /// Since when it has this credential, by the cloud's clock; missing where an older release enrolled it.
    package var credentialSince: Instant?
    package var tenant: TenantCard
    package var site: SiteCard
    package var keys: [SigningKey]

    static let file = "enrolment.json"
    private static let caCopy = "ca.pem"

    /// - Parameter answer: the cloud's answer to the enrolment.
    package init(cloud: String, name: String, answer: EnrolmentAnswer) {
        self.cloud = cloud
        self.name = name
        kiosk = answer.kiosk
        credential = answer.credential
        credentialSince = answer.serverTime
        tenant = answer.tenant
        site = answer.site
        keys = answer.keys
    }

    /// Names the data that a cache with this enrolment holds: another cloud, tenant or site needs another cache.
    var origin: String { "\(tenant.number)/\(site.number)/\(cloud)" }

    /// Reads the data folder's enrolment; `nil` when the kiosk is not enrolled.
    ///
    /// - Throws: ``StorageFailure`` when the file is damaged or was sealed with another key: the kiosk must be enrolled
    ///   again.
    package static func load(in directory: DataDirectory, key: SealingKey) throws(StorageFailure) -> Enrolment? {
        let path = directory.file(file)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let stored = try Wire.decode(Stored.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
            let opened = try key.open(stored.credential, for: identity(stored.kiosk))
            return Enrolment(stored, credential: String(decoding: opened, as: UTF8.self), in: directory)
        } catch {
            throw StorageFailure(
                reason: .damaged, description: "\(path) cannot be read with this kiosk's key; enrol the kiosk again.")
        }
    }

    /// Writes the file, whole or not at all, and beside it the CA certificates when `ca` has some.
    ///
    /// - Parameter ca: PEM; `nil` keeps what is there, when ``caFile`` says so.
    package mutating func save(ca: Data?, in directory: DataDirectory, key: SealingKey) throws(StorageFailure) {
        if let ca {
            caFile = directory.file(Enrolment.caCopy)
            try DurableFile.replace(Array(ca), at: directory.file(Enrolment.caCopy))
        }
        try DurableFile.replace(encoded(with: key), at: directory.file(Enrolment.file))
    }

    /// What the file holds, with the credential sealed.
    func encoded(with key: SealingKey) throws(StorageFailure) -> [UInt8] {
        do {
            let sealed = try key.seal(Data(credential.utf8), for: Enrolment.identity(kiosk))
            return Array(try Wire.encode(Stored(self, credential: sealed)))
        } catch {
            throw StorageFailure(
                reason: .other, description: "\(Enrolment.file) could not be encoded; nothing was changed.")
        }
    }

    private static func identity(_ kiosk: UUID) -> String { "enrolment/\(kiosk.uuidString)" }
}

extension Enrolment {
    private struct Stored: Codable {
        var cloud: String
        var hasCA: Bool
        var kiosk: UUID
        var name: String
        var credential: Data
        var credentialSince: Instant?
        var tenant: TenantCard
        var site: SiteCard
        var keys: [SigningKey]

        init(_ enrolment: Enrolment, credential: Data) {
            cloud = enrolment.cloud
            hasCA = enrolment.caFile != nil
            kiosk = enrolment.kiosk
            name = enrolment.name
            self.credential = credential
            credentialSince = enrolment.credentialSince
            tenant = enrolment.tenant
            site = enrolment.site
            keys = enrolment.keys
        }
    }

    private init(_ stored: Stored, credential: String, in directory: DataDirectory) {
        cloud = stored.cloud
        caFile = stored.hasCA ? directory.file(Enrolment.caCopy) : nil
        kiosk = stored.kiosk
        name = stored.name
        self.credential = credential
        credentialSince = stored.credentialSince
        tenant = stored.tenant
        site = stored.site
        keys = stored.keys
    }
}
