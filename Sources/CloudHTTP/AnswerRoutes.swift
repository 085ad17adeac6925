import CloudDomain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Reception

/// The pages behind the links in notices: `GET /answer/TOKEN` shows, `POST /answer/TOKEN` says who comes.
///
/// Only a POST changes anything, because chat programs open every link that they are sent to show a preview.
struct AnswerRoutes<Records: AnswerRecords> {
    let records: Records
    let signal: FeedSignal

    private let longestForm = 4096

    init(records: Records, signal: FeedSignal) {
        self.records = records
        self.signal = signal
    }

    func add(to group: RouterGroup<KioskContext>) {
        group.get(":token", use: show)
        group.post(":token", use: take)
    }

    @Sendable private func show(_ request: Request, _ context: KioskContext) async throws -> Response {
        let words = AnswerWords(request.headers[.acceptLanguage] ?? "")
        guard let inquiry = try await records.inquiry(try token(context)) else { return gone(words) }
        let passesOn = request.uri.queryParameters["pass-on"] != nil
        return .html(AnswerPage(words: words).text(inquiry, passesOn: passesOn))
    }

    /// Answers with the page's address, so that loading it again says nothing twice; a relative one, because a proxy may
    /// have put the cloud below a path of its own.
    @Sendable private func take(_ request: Request, _ context: KioskContext) async throws -> Response {
        let words = AnswerWords(request.headers[.acceptLanguage] ?? "")
        let token = try token(context)
        let form = Form(try await request.body.collect(upTo: longestForm))
        guard let answer = form.answer else {
            throw Refusal(400, "Malformed body", "The form takes answer=coming with minutes, or answer=passOn.")
        }
        guard try await records.answer(token, answer, name: form.name) != nil else { return gone(words) }
        signal.announce()
        return Response(status: .seeOther, headers: [.location: token])
    }

    private func token(_ context: KioskContext) throws -> String {
        let token = try context.parameters.require("token")
        guard token.utf8.count <= 100, token.utf8.allSatisfy({ Base32.value(of: $0) != nil }) else {
            throw HTTPError(.notFound)
        }
        return token
    }

    private func gone(_ words: AnswerWords) -> Response { .html(AnswerPage(words: words).gone, status: .notFound) }

    /// What a browser sends when a button is pressed.
    private struct Form {
        var answer: Answer?
        var name: String

        init(_ buffer: ByteBuffer) {
            var fields: [String: String] = [:]
            for field in String(buffer: buffer).split(separator: "&") {
                let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                let text = parts[1].replacing("+", with: " ")
                fields[String(parts[0])] = text.removingPercentEncoding ?? ""
            }
            let typed = (fields["name"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            name = typed.isOneLine ? String(typed.unicodeScalars.prefix(Answer.longestName)) : ""
            switch fields["answer"] {
            case "passOn": answer = .passOn
            case "coming":
                let minutes = Int(fields["minutes"] ?? "0")
                answer = minutes.flatMap { (0...Answer.mostMinutes).contains($0) ? .coming(minutes: $0) : nil }
            default: answer = nil
            }
        }
    }
}

extension Response {
    /// A page that brings everything with it and lets nothing else in.
    fileprivate static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .vary: "Accept-Language"]
        let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
        for (name, value) in [
            ("Content-Security-Policy", policy), ("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex"),
            ("X-Content-Type-Options", "nosniff"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
