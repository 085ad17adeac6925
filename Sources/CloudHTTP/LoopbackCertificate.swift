import Crypto
import Foundation
package import Reception
import SwiftASN1
import X509

#if canImport(Glibc)
    import Glibc
#endif

/// A certificate for a cloud and kiosks on one machine: an authority of our own and a leaf for the loopback names.
///
/// Kept under `DIR/tls/` and made again when it is about to end; then kiosks that trust the authority go on, because
/// only the leaf is new.
package enum LoopbackCertificate {
    private static let day: TimeInterval = 86_400
    private static let authorityLifetime = 10 * 365 * day
    private static let leafLifetime = 397 * day
    /// A leaf with less than this left is made again.
    private static let renewal = 30 * day

    /// Makes what is missing or about to end.
    ///
    /// - Parameter folder: made (0700) if it is missing.
    /// - Throws: ``ConfigurationFailure`` when the folder cannot be written to.
    package static func prepare(in folder: String, world: World) throws -> CertificateFiles {
        let files = CertificateFiles(
            chain: folder + "/server.pem", key: folder + "/server-key.pem", authority: folder + "/ca.pem")
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let now = world.now().date
            guard !isGood(files, at: now) else { return files }
            try make(files, authorityKeyFile: folder + "/ca-key.pem", at: now)
            return files
        } catch let error as CocoaError {
            throw ConfigurationFailure("The folder \(folder) cannot be used (\(error.code)); check owner and space.")
        }
    }

    private static func make(_ files: CertificateFiles, authorityKeyFile: String, at now: Date) throws {
        let authority =
            try Authority.load(certificate: files.authority, key: authorityKeyFile, at: now)
            ?? Authority.new(at: now)
        let leafKey = P256.Signing.PrivateKey()
        let leaf = try authority.issue(to: leafKey.publicKey, at: now)
        try write(authority.key.pemRepresentation, to: authorityKeyFile)
        try write(authority.certificate.serializeAsPEM().pemString, to: files.authority)
        try write(leafKey.pemRepresentation, to: files.key)
        try write(leaf.serializeAsPEM().pemString, to: files.chain)
    }

    private static func isGood(_ files: CertificateFiles, at now: Date) -> Bool {
        guard let leaf = certificate(files.chain), let authority = certificate(files.authority),
            FileManager.default.isReadableFile(atPath: files.key)
        else { return false }
        let end = min(leaf.notValidAfter, authority.notValidAfter)
        return leaf.notValidBefore <= now && now.addingTimeInterval(renewal) < end
    }

    private static func certificate(_ file: String) -> Certificate? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        return try? Certificate(pemEncoded: text)
    }

    /// In place in one step, private before it has content.
    private static func write(_ text: String, to file: String) throws {
        let temporary = file + ".new"
        guard
            FileManager.default.createFile(
                atPath: temporary, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]),
            rename(temporary, file) == 0
        else { throw ConfigurationFailure("\(file) cannot be written; check owner and space.") }
    }

    /// The root and its key.
    private struct Authority {
        var key: P256.Signing.PrivateKey
        var certificate: Certificate

        /// `nil` when the files are missing, do not fit, or end before a new leaf would.
        static func load(certificate file: String, key keyFile: String, at now: Date) -> Authority? {
            guard let certificate = LoopbackCertificate.certificate(file),
                let pem = try? String(contentsOfFile: keyFile, encoding: .utf8),
                let key = try? P256.Signing.PrivateKey(pemRepresentation: pem),
                certificate.publicKey == Certificate.PublicKey(key.publicKey),
                certificate.notValidAfter > now.addingTimeInterval(leafLifetime)
            else { return nil }
            return Authority(key: key, certificate: certificate)
        }

        static func new(at now: Date) throws -> Authority {
            let key = P256.Signing.PrivateKey()
            let name = try DistinguishedName { CommonName("Uketsuke local authority") }
            let certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(),
                publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: now.addingTimeInterval(-day),
                notValidAfter: now.addingTimeInterval(authorityLifetime), issuer: name, subject: name,
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                },
                issuerPrivateKey: Certificate.PrivateKey(key))
            return Authority(key: key, certificate: certificate)
        }

        func issue(to publicKey: P256.Signing.PublicKey, at now: Date) throws -> Certificate {
            try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(),
                publicKey: Certificate.PublicKey(publicKey), notValidBefore: now.addingTimeInterval(-day),
                notValidAfter: now.addingTimeInterval(leafLifetime), issuer: certificate.subject,
                subject: try DistinguishedName { CommonName("localhost") }, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([.serverAuth])
                    SubjectAlternativeNames([
                        .dnsName("localhost"),
                        .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                        .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
                    ])
                },
                issuerPrivateKey: Certificate.PrivateKey(key))
        }
    }
}
