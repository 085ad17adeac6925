import Crypto
import Foundation
import Reception
import Testing

/// The token format against vectors that another implementation made.
@Suite struct TokenTests {
    private let vectors: Vectors

    init() throws {
        let file = try #require(Bundle.module.url(forResource: "Vectors/token", withExtension: "json"))
        vectors = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
    }

    @Test func `fields and signature are read as another implementation wrote them`() throws {
        let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: Data(hex: vectors.publicKey))
        #expect(vectors.genuine.count == 4)
        for vector in vectors.genuine {
            guard case .token(let token) = Token.reading(vector.token) else {
                Issue.record("\(vector.name) is not read")
                continue
            }
            #expect(token.key == vector.key)
            #expect(token.tenant == vector.tenant)
            #expect(token.site == vector.site)
            #expect(token.pass.description == vector.pass)
            #expect(token.notBefore == vector.notBefore)
            #expect(token.validMinutes == vector.validMinutes)
            #expect(token.isSigned(by: publicKey))
            #expect(token.text == vector.token)
        }
    }

    @Test func `a token signed here is the same text as one signed elsewhere`() throws {
        let signer = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(hex: vectors.privateKey))
        let vector = vectors.genuine[0]
        let start = Instant(milliseconds: 1_577_836_800_000 + Int64(vector.notBefore) * 60_000)
        let token = try Token(
            key: vector.key, tenant: vector.tenant, site: vector.site, pass: #require(PassID(vector.pass)),
            window: start..<start.advanced(by: .seconds(60 * Int(vector.validMinutes))), signer: signer)
        #expect(token.text == vector.token)
        #expect(token.text.utf8.count == Token.length)
    }

    @Test func `a signature by another key is not taken`() throws {
        let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: Data(hex: vectors.publicKey))
        guard case .token(let token) = Token.reading(vectors.forged.token) else {
            Issue.record("the forged token is well-formed and must be read")
            return
        }
        #expect(!token.isSigned(by: publicKey))
    }

    @Test func `every kind of text is read as what it is`() {
        for vector in vectors.readings {
            #expect("\(vector.name): \(Token.reading(vector.text).name)" == "\(vector.name): \(vector.reading)")
        }
    }

    @Test func `every single misread symbol of a token is noticed`() {
        let text = vectors.genuine[0].token
        for (offset, symbol) in text.enumerated().dropFirst(3) {
            for wrong in Base32.alphabet.map({ Character(Unicode.Scalar($0)) }) where wrong != symbol {
                let misread = text.prefix(offset) + String(wrong) + text.dropFirst(offset + 1)
                #expect(!Token.reading(String(misread)).isToken)
            }
        }
    }

    @Test func `text longer than any code is not looked at`() {
        #expect(Token.reading(String(repeating: "A", count: Token.longestText + 1)) == .notOurs)
        #expect(Token.reading("UK1" + String(repeating: "0", count: Token.longestText)) == .notOurs)
    }

    @Test func `random bytes never crash the reader`() {
        var source = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...300, using: &source)).map { _ in
                UInt8.random(in: 0...255, using: &source)
            }
            #expect(!Token.reading(String(decoding: bytes, as: UTF8.self)).isToken)
            #expect(!Token.reading("UK1" + String(decoding: bytes, as: UTF8.self)).isToken)
        }
    }

    @Test func `another tenant's token is forged here, and a withdrawn key withdraws`() throws {
        guard case .token(let token) = Token.reading(vectors.genuine[0].token) else { throw Vectors.Unreadable() }
        let publicKey = try Data(hex: vectors.publicKey)
        let key = SigningKey(id: 1, publicKey: publicKey, from: Instant(milliseconds: 0))
        #expect([key].authenticity(of: token, tenant: 1) == .genuine(until: nil))
        #expect([key].authenticity(of: token, tenant: 2) == .forged)
        #expect([SigningKey]().authenticity(of: token, tenant: 1) == .unknownKey)
        var withdrawn = key
        withdrawn.isWithdrawn = true
        #expect([withdrawn].authenticity(of: token, tenant: 1) == .withdrawnKey)
    }
}

extension Token.Reading {
    fileprivate var name: String {
        switch self {
        case .token: "token"
        case .garbled: "garbled"
        case .wrongLayout: "wrongLayout"
        case .notOurs: "notOurs"
        }
    }

    fileprivate var isToken: Bool { name == "token" }
}

private struct Vectors: Decodable {
    struct Genuine: Decodable {
        let name: String
        let key: KeyID
        let tenant: TenantNumber
        let site: SiteNumber
        let pass: String
        let notBefore: UInt32
        let validMinutes: UInt16
        let token: String
    }
    struct Forged: Decodable { let token: String }
    struct Reading: Decodable { let name, text, reading: String }
    struct Unreadable: Error {}

    let privateKey, publicKey: String
    let genuine: [Genuine]
    let forged: Forged
    let readings: [Reading]
}

extension Data {
    fileprivate init(hex: String) throws {
        let digits = Array(hex)
        self = Data(
            stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) })
    }
}
