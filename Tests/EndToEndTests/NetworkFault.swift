import Foundation
import TestSupport

/// One thing that can go wrong between the kiosk and the cloud, and what staff are told about it.
struct NetworkFault: Sendable {
    enum Cause: Sendable {
        /// The line misbehaves.
        case line(FaultProxy.Mode)
        /// Somebody else answers at the cloud's address, with a certificate that the kiosk trusts.
        case impostor(Impostor.Act)
        /// Somebody else answers there, and TLS is wrong.
        case tls(@Sendable (ServerCertificate) throws -> ServerTLS)
    }

    var name: String
    var cause: Cause
    /// On the status line; `nil` when visitors and staff are not to notice anything.
    var told: String?
    /// Out of what `status` says.
    var sentence: String

    init(_ name: String, _ cause: Cause, told: String?, sentence: String = ".") {
        self.name = name
        self.cause = cause
        self.told = told
        self.sentence = sentence
    }

    /// Whether it begins with the end of what stands; other faults meet connections that stand as well.
    var breaksConnections: Bool {
        switch cause {
        case .line(.refuse): true
        case .line(.cut(let bytes, _)): bytes > 0
        default: false
        }
    }

    static let all = lines + lost + impostors + refusals + trust

    private static let lines = [
        NetworkFault("nobody listens", .line(.refuse), told: "接続不可", sentence: "No connection to the cloud"),
        NetworkFault("every connection is reset", .line(.reset), told: "接続不可", sentence: "No connection to the cloud"),
        NetworkFault("nothing moves", .line(.stall), told: "オフライン"),
        NetworkFault("requests vanish", .line(.drop(.requests)), told: "オフライン"),
        NetworkFault("answers vanish", .line(.drop(.answers)), told: "オフライン"),
        NetworkFault("a request is cut after 100 bytes", .line(.cut(afterBytes: 100, of: .requests)), told: "オフライン"),
        NetworkFault("an answer is cut after 1000 bytes", .line(.cut(afterBytes: 1000)), told: "オフライン"),
        NetworkFault("an answer is cut in TLS's first bytes", .line(.cut(afterBytes: 3)), told: "接続不可"),
        NetworkFault("a tenth of a second each way", .line(.delay(.milliseconds(100))), told: nil),
        NetworkFault("a modem's 20 kB a second", .line(.throttle(bytesPerSecond: 20_000)), told: nil),
        NetworkFault("100 bytes a second", .line(.throttle(bytesPerSecond: 100)), told: "オフライン"),
    ]

    private static let lost = [
        NetworkFault("the answer is lost after the commit", .line(.cut(afterBytes: 0)), told: "接続不可"),
        NetworkFault("the answer is lost behind a proxy", .impostor(.losingAnswers), told: "接続不可"),
        NetworkFault("every request arrives twice", .impostor(.doubling), told: nil),
        NetworkFault("one byte a second", .impostor(.slowLoris), told: "応答なし", sentence: "does not answer in time"),
    ]

    private static let impostors = [
        NetworkFault("a captive portal's page", .impostor(.page), told: "別の機器が応答", sentence: "sign-in page"),
        NetworkFault("301", .impostor(.redirecting(301)), told: "別の機器が応答", sentence: "sign-in page"),
        NetworkFault("302", .impostor(.redirecting(302)), told: "別の機器が応答", sentence: "sign-in page"),
        NetworkFault("JSON of another service", .impostor(.otherJSON), told: "別の機器が応答", sentence: "sign-in page"),
        NetworkFault("401", .impostor(.refusing(401)), told: "登録が無効", sentence: "uketsuke-kiosk enrol"),
        NetworkFault("403", .impostor(.refusing(403)), told: "登録が無効", sentence: "uketsuke-kiosk enrol"),
        NetworkFault("403 of a filter", .impostor(.refusingInHTML(403)), told: "別の機器が応答", sentence: "filter"),
        NetworkFault("404 of a proxy", .impostor(.refusingInHTML(404)), told: "別の機器が応答", sentence: "proxy"),
        NetworkFault("413 of a proxy", .impostor(.refusingInHTML(413)), told: "別の機器が応答", sentence: "proxy"),
        NetworkFault("407 of a proxy", .impostor(.refusingInHTML(407)), told: "別の機器が応答", sentence: "proxy"),
        NetworkFault("429", .impostor(.refusing(429)), told: "クラウド混雑", sentence: "asks for patience"),
        NetworkFault(
            "429 with a wait", .impostor(.refusing(429, headers: ["Retry-After: 2"])), told: "クラウド混雑",
            sentence: "asks for patience"),
        NetworkFault("503", .impostor(.refusing(503)), told: "クラウド混雑", sentence: "asks for patience"),
        NetworkFault(
            "503 with a wait", .impostor(.refusing(503, headers: ["Retry-After: 2"])), told: "クラウド混雑",
            sentence: "asks for patience"),
    ]

    private static let refusals =
        [400, 404, 405, 408, 409, 410, 421, 425].map {
            NetworkFault("\($0)", .impostor(.refusing($0)), told: "想定外の応答 (\($0))", sentence: "HTTP \($0)")
        }
        + [500, 502, 504].map {
            NetworkFault("\($0)", .impostor(.refusingInHTML($0)), told: "クラウド障害 (\($0))", sentence: "HTTP \($0)")
        }

    private static let trust = [
        NetworkFault(
            "a certificate of another authority", .tls { _ in ServerTLS(try ServerCertificate()) }, told: "証明書エラー",
            sentence: "the cloud's certificate"),
        NetworkFault(
            "a certificate for another name",
            .tls { ServerTLS(try ServerCertificate(for: "DNS:elsewhere.example", signedAs: $0)) }, told: "証明書エラー",
            sentence: "the cloud's certificate"),
        NetworkFault(
            "an expired certificate", .tls { ServerTLS(try ServerCertificate(days: -1, signedAs: $0)) },
            told: "証明書エラー", sentence: "the cloud's certificate"),
        NetworkFault("TLS 1.1 only", .tls { .outdated($0) }, told: "接続不可", sentence: "No connection to the cloud"),
    ]
}
