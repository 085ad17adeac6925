import CloudDomain
import HTTPTypes
import Hummingbird
import NIOCore
import Reception
import ServiceLifecycle

/// What kiosks follow: `GET /v1/kiosk/changes` and `GET /v1/kiosk/snapshot`.
struct FeedRoutes<Records: KioskRecords> {
    let records: Records
    let signal: FeedSignal

    private let longestWait = 30
    private let mostChanges = 1000
    private let usualChanges = 500

    init(records: Records, signal: FeedSignal) {
        self.records = records
        self.signal = signal
    }

    func add(to group: RouterGroup<KioskContext>) {
        group.get("changes", use: changes)
        group.get("snapshot", use: snapshot)
    }

    @Sendable private func changes(_ request: Request, _ context: KioskContext) async throws -> Response {
        let cursor = Cursor(
            epoch: request.uri.queryParameters["epoch"].map(String.init) ?? "",
            sequence: Int64(try number("after", in: request) ?? 0))
        let limit = min(max(1, try number("limit", in: request) ?? usualChanges), mostChanges)
        let wait = min(max(0, try number("wait", in: request) ?? 0), longestWait)
        let kiosk = try context.requireKiosk()
        return try .json(try await page(for: kiosk, after: cursor, limit: limit, wait: .seconds(wait)))
    }

    private func number(_ name: String, in request: Request) throws -> Int? {
        guard let text = request.uri.queryParameters[Substring(name)] else { return nil }
        guard let number = Int(text) else {
            throw Refusal(400, "Malformed query", "The parameter \(name) must be a whole number.")
        }
        return number
    }

    /// Listens before it reads, so that no commit falls between the two.
    private func page(
        for kiosk: Kiosk, after cursor: Cursor, limit: Int, wait: Duration
    ) async throws -> ChangesPage {
        let announcements = signal.announcements()
        let page = try await records.changes(for: kiosk, after: cursor, limit: limit)
        guard page.changes.isEmpty, wait > .zero else { return page }
        let found = try await withThrowingTaskGroup(of: ChangesPage?.self) { group in
            group.addTask { try await firstPage(for: kiosk, after: cursor, limit: limit, heeding: announcements) }
            group.addTask {
                try? await Task.sleep(for: wait)
                return nil
            }
            group.addTask {
                try? await gracefulShutdown()
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next()
        }
        if let found, let page = found { return page }
        return try await records.changes(for: kiosk, after: cursor, limit: limit)
    }

    private func firstPage(
        for kiosk: Kiosk, after cursor: Cursor, limit: Int, heeding announcements: AsyncStream<Void>
    ) async throws -> ChangesPage? {
        for await _ in announcements {
            let page = try await records.changes(for: kiosk, after: cursor, limit: limit)
            if !page.changes.isEmpty { return page }
        }
        return nil
    }

    /// Where an earlier snapshot was cut; `nil` asks for all of it.
    private func point(in request: Request) throws -> SnapshotPoint? {
        guard let epoch = request.uri.queryParameters["epoch"], let after = try number("after", in: request)
        else { return nil }
        return SnapshotPoint(
            cursor: Cursor(epoch: String(epoch), sequence: Int64(after)),
            begun: Int64(try number("begun", in: request) ?? after))
    }

    @Sendable private func snapshot(_ request: Request, _ context: KioskContext) async throws -> Response {
        let hasMarks = request.uri.queryParameters["marks"] == "1"
        let pages = try await records.snapshot(
            for: context.requireKiosk(), after: try point(in: request), hasMarks: hasMarks)
        let isCompressed = request.acceptsGzip
        let body = ResponseBody { writer in
            var pages = pages
            let encoder = isCompressed ? try GzipEncoder() : nil
            while let lines = try await pages.next() {
                let plain = ByteBuffer(bytes: lines)
                let piece = try encoder?.encode(plain) ?? plain
                if piece.readableBytes > 0 { try await writer.write(piece) }
            }
            if let encoder { try await writer.write(try encoder.encode(ByteBuffer(), isLast: true)) }
            try await writer.finish(nil)
        }
        var headers: HTTPFields = [.contentType: "application/x-ndjson", .vary: "Accept-Encoding"]
        if isCompressed { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: body)
    }
}

extension Request {
    /// Whether the client takes gzip (RFC 9110 §12.5.3); a weight of 0 is a refusal.
    fileprivate var acceptsGzip: Bool {
        (headers[.acceptEncoding] ?? "").lowercased().split(separator: ",").contains { element in
            let parts = element.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            return parts.first == "gzip" && !parts.dropFirst().contains { $0.wholeMatch(of: /q=0(\.0*)?/) != nil }
        }
    }
}
