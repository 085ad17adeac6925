import Crypto
package import Foundation
package import Kiosk
package import Reception

#if canImport(Glibc)
    import Glibc
#endif

/// The kiosk's own key: seals what is personal, and finds passes and passcodes without writing them down.
///
/// Two keys are derived from the 32 bytes of the file (HKDF-SHA256, RFC 5869), one for each use. What is sealed is bound
/// to its place (table and row), so that a row moved elsewhere does not open. It protects against whoever gets the disk
/// or a copy of the files without the key; root on the running machine has both.
package struct SealingKey: Sendable {
    /// What a look-up is about; equal bytes of different kinds have nothing in common.
    package enum LookupKind: String, Sendable {
        case pass, passcode
        /// Tells whether a file was made with this key.
        case check
    }

    private let sealing: SymmetricKey
    private let finding: SymmetricKey

    static let file = "kiosk.key"
    static let length = 32

    /// - Parameter bytes: 32 random bytes.
    package init(bytes: [UInt8]) {
        let key = SymmetricKey(data: bytes)
        func derived(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(use.utf8), outputByteCount: SealingKey.length)
        }
        sealing = derived("uketsuke.kiosk.seal.v1")
        finding = derived("uketsuke.kiosk.find.v1")
        sealing.keepInMemory()
        finding.keepInMemory()
    }

    /// Reads `kiosk.key` of the data folder, and makes it at first use.
    ///
    /// - Throws: ``StorageFailure`` with reason `.unreadableKey` when the file can be read by others, has the wrong
    ///   length, or is missing while there is an outbox that only it can open.
    package static func load(in directory: DataDirectory, _ world: World) throws(StorageFailure) -> SealingKey {
        try KeyRotation.finish(in: directory)
        let path = directory.file(file)
        if ![path, directory.file(OutboxFile.name)].contains(where: FileManager.default.fileExists) {
            _ = try DurableFile.create(world.randomBytes(length), at: path)
        }
        return try load(existingIn: directory)
    }

    /// Reads `kiosk.key` of the data folder, for a process that only looks; it is never made.
    ///
    /// - Throws: ``StorageFailure`` as ``load(in:_:)`` does, and with a sentence for the terminal when the folder has
    ///   no key because it is new.
    package static func load(existingIn directory: DataDirectory) throws(StorageFailure) -> SealingKey {
        try KeyRotation.finish(in: directory)
        let path = directory.file(file)
        if FileManager.default.fileExists(atPath: path) { return try load(path, forbidden: 0o077) }
        guard FileManager.default.fileExists(atPath: directory.file(OutboxFile.name)) else {
            throw StorageFailure.nothing(in: directory.path)
        }
        throw unreadable("\(path) is missing but \(OutboxFile.name) was sealed with it; put it back from a copy.")
    }

    /// Reads a key that the configuration names, such as a systemd credential (whose group bits show its access list).
    ///
    /// - Throws: ``StorageFailure`` with reason `.unreadableKey` as ``load(in:_:)`` does; it is never made.
    package static func load(from path: String) throws(StorageFailure) -> SealingKey {
        try load(path, forbidden: 0o027)
    }

    private static func load(_ path: String, forbidden: mode_t) throws(StorageFailure) -> SealingKey {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw unreadable("\(path) cannot be read; check that it exists, its owner and mode.")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw unreadable("\(path) is not a file; name a file of \(length) random bytes.")
        }
        guard status.st_mode & forbidden == 0 else {
            throw unreadable("\(path) can be read or written by others; set its mode to 0600 and consider a new key.")
        }
        var bytes = [UInt8](repeating: 0, count: length + 1)
        guard read(descriptor, &bytes, bytes.count) == length else {
            throw unreadable("\(path) is not a key: it must have exactly \(length) bytes; put it back from a copy.")
        }
        return SealingKey(bytes: Array(bytes.prefix(length)))
    }

    private static func unreadable(_ description: String) -> StorageFailure {
        StorageFailure(reason: .unreadableKey, description: description)
    }

    // MARK: - Use

    /// Encrypts `data` with AES-256-GCM for the place called `identity`; 28 bytes longer than `data`.
    ///
    /// The nonce is the library's random one and not the world's: a replayed world must not repeat a nonce.
    ///
    /// - Throws: what the cipher throws; with a key of the right size it does not.
    package func seal(_ data: Data, for identity: String) throws -> Data {
        try seal(data, for: Data(identity.utf8))
    }

    /// As above, for a place that is named in bytes.
    func seal(_ data: Data, for identity: Data) throws -> Data {
        let box = try AES.GCM.seal(data, using: sealing, authenticating: identity)
        guard let combined = box.combined else { throw UnsealableRow() }
        return combined
    }

    /// Decrypts what was sealed for `identity`.
    ///
    /// - Throws: ``UnsealableRow`` when it was altered, moved, or sealed with another key.
    package func open(_ sealed: Data, for identity: String) throws -> Data {
        try open(sealed, for: Data(identity.utf8))
    }

    /// As above, for a place that is named in bytes.
    func open(_ sealed: Data, for identity: Data) throws -> Data {
        do {
            return try AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed), using: sealing, authenticating: identity)
        } catch {
            throw UnsealableRow()
        }
    }

    /// 16 bytes by which `bytes` can be found again, and from which nobody without the key can tell what they were.
    package func lookup(_ kind: LookupKind, _ bytes: some Sequence<UInt8>) -> Data {
        let message = Data(kind.rawValue.utf8) + [0] + Data(bytes)
        return Data(HMAC<SHA256>.authenticationCode(for: message, using: finding).prefix(16))
    }
}

/// Sealed bytes that do not open, or open to something that is not what belongs there.
package struct UnsealableRow: Error, Hashable, Sendable {}
