import CloudDomain
import CloudMessages
import CloudStorage
import Curl
import Foundation
import Logging
import Reception
import TestSupport
import Testing

/// The pages behind the links, over the real server, and the word that a kiosk gets while it waits.
struct AnswerPageTests {
    private struct Page {
        var status: String
        var body: String
    }

    /// What a browser on that machine would get.
    private func open(_ server: TestServer, _ url: String, _ words: String..., language: String = "ja") async throws
        -> Page
    {
        let file = NSTemporaryDirectory() + "page-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let result = try await Command.finish(
            [
                "curl", "-sS", "--cacert", server.authority, "-H", "Accept-Language: \(language)", "-o", file, "-w",
                "%{http_code}",
            ]
                + words + [url])
        return Page(status: result.out, body: (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
    }

    /// The server with one arrival that was delivered to a real receiver.
    private func arrival(
        _ body: (TestServer, Ground, _ credential: String, Notice) async throws -> Void
    ) async throws {
        let receiver = try RawResponder { _ in .answer(RawResponder.http(204, type: nil, Data())) }
        let ground = try Ground(webhook: URL(string: "http://127.0.0.1:\(receiver.port)/hook"))
        let server = try await TestServer(ground)
        ground.store.takeAnswers(at: server.url)
        let credential = try await server.enrol(ground).credential
        let pass = try ground.passes(["A & <B>;Ann"]).1[0].id
        let batch = EventBatch(events: [ground.event(.checkIn, pass)])
        _ = try await server.call(.post, "/v1/kiosk/events", credential: credential, body: try Wire.encode(batch))
        let dispatcher = Dispatcher(queue: ground.store, world: ground.clock.world, logger: Logger(label: "test"))
        dispatcher.start()
        defer { dispatcher.stop() }
        for _ in 0..<250 where receiver.requests.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        let notice = try Wire.decode(Notice.self, from: try #require(receiver.requests.first).body)
        try await body(server, ground, credential, notice)
        try await server.stop()
    }

    @Test func `scenario 18: a press on the page reaches the kiosk that waits`() async throws {
        try await arrival { server, ground, credential, notice in
            let link = try #require(notice.answers?.coming)
            let start = try await server.call(.get, "/v1/kiosk/snapshot", credential: credential).body
            let last = try #require(start.split(separator: 10).last)
            guard case .end(let end) = try Wire.decode(SnapshotLine.self, from: Data(last)) else {
                Issue.record("no end")
                return
            }
            let query = "epoch=\(end.cursor.epoch)&after=\(end.cursor.sequence)&wait=20"
            async let waiting = server.call(.get, "/v1/kiosk/changes?\(query)", credential: credential)
            let pressed = try await open(server, link, "-d", "answer=coming&minutes=5", "-L")
            #expect(pressed.status == "200" && pressed.body.contains("5 分後に伺うと受付に伝えました"))
            let page = try Wire.decode(ChangesPage.self, from: try await waiting.body)
            guard case .reply(let reply)? = page.changes.first?.change else {
                Issue.record("no reply")
                return
            }
            #expect(reply.state == .coming && reply.name == "佐藤" && reply.minutes == 5)
        }
    }

    @Test func `looking at a link, as chat programs do, answers nothing`() async throws {
        try await arrival { server, ground, _, notice in
            let links = try #require(notice.answers)
            for link in [links.coming, links.passOn] {
                let page = try await open(server, link)
                #expect(page.status == "200")
                #expect(page.body.contains("対応します") && page.body.contains("他の人に頼む"))
                _ = try await open(server, link, "--head", "--max-time", "5")
            }
            #expect(try ground.store.read { try $0.answers() }.values.map(\.state) == [.asking])
        }
    }

    @Test func `the page speaks the browser's language, loads nothing and shows names as text`() async throws {
        try await arrival { server, _, _, notice in
            let link = try #require(notice.answers?.coming)
            let page = try await open(server, link, language: "de, en;q=0.8, ja;q=0.5").body
            #expect(page.contains("I'm coming") && page.contains("lang=\"en\""))
            #expect(page.contains("A &amp; &lt;B&gt;") && !page.contains("<B>"))
            #expect(!page.contains("<script") && !page.contains("src=") && !page.contains("href="))
            let headers = try await Command.finish(
                ["curl", "-sS", "--cacert", server.authority, "-D", "-", "-o", "/dev/null", link]
            ).out.lowercased()
            for header in ["default-src 'none'", "referrer-policy: no-referrer", "cache-control: no-store"] {
                #expect(headers.contains(header))
            }
        }
    }

    @Test func `a link that nobody gave out is a page that says so`() async throws {
        try await arrival { server, _, _, _ in
            let page = try await open(server, server.url + "/answer/" + String(repeating: "0", count: 52))
            #expect(page.status == "404" && page.body.contains("このリンクは無効です"))
            #expect(try await open(server, server.url + "/answer/..%2F..%2Fx").status == "404")
        }
    }

    @Test(arguments: [
        "", "answer=sing", "answer=coming&minutes=61", "answer=coming&minutes=-1", "answer=coming&minutes=x",
    ])
    func `a form that says nothing sensible changes nothing`(_ form: String) async throws {
        try await arrival { server, ground, _, notice in
            let link = try #require(notice.answers?.coming)
            #expect(try await open(server, link, "-d", form).status == "400")
            #expect(try ground.store.read { try $0.answers() }.values.map(\.state) == [.asking])
        }
    }

    @Test func `the running server asks the next one by itself`() async throws {
        try await arrival { _, ground, _, _ in
            ground.clock.advance(by: .seconds(60))
            for _ in 0..<250
            where try ground.store.read({ try $0.answers() }).values.contains(where: { $0.state == .asking }) {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try ground.store.read { try $0.answers() }.values.map(\.state) == [.unanswered])
        }
    }
}
