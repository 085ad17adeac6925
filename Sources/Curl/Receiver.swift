import CCurl
import Foundation

/// Where libcurl's callbacks put an answer, piece by piece. Lives for one call, on its thread.
final class Receiver {
    private(set) var head = HTTPHead()
    /// Why the call was ended from here; `nil` while it was not.
    private(set) var refusal: HTTPFailure?
    private var headBytes = 0
    private var bodyBytes = 0
    private let maximum: Int
    private let take: (HTTPHead, UnsafeRawBufferPointer) throws -> Void

    /// The most bytes of all header lines together.
    private static let maximumHead = 64 * 1024

    init(maximum: Int, take: @escaping (HTTPHead, UnsafeRawBufferPointer) throws -> Void) {
        self.maximum = maximum
        self.take = take
    }

    static let takeHead: curl_write_callback = { bytes, size, count, context in
        Receiver.hand(bytes, size * count, context) { $0.receive(head: $1) }
    }

    static let takeBody: curl_write_callback = { bytes, size, count, context in
        Receiver.hand(bytes, size * count, context) { $0.receive(body: $1) }
    }

    /// Returns how many bytes were taken: all, or none to end the call.
    private static func hand(
        _ bytes: UnsafeMutablePointer<CChar>?, _ length: Int, _ context: UnsafeMutableRawPointer?,
        _ receive: (Receiver, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard length > 0 else { return 0 }
        guard let bytes, let context else { return 0 }
        let receiver = Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue()
        return receive(receiver, UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
    }

    private func receive(head line: UnsafeRawBufferPointer) -> Bool {
        headBytes += line.count
        guard headBytes <= Receiver.maximumHead else {
            refusal = .tooLarge
            return false
        }
        head.take(line: String(decoding: line, as: UTF8.self))
        return true
    }

    private func receive(body piece: UnsafeRawBufferPointer) -> Bool {
        bodyBytes += piece.count
        guard bodyBytes <= maximum else {
            refusal = .tooLarge
            return false
        }
        do {
            try take(head, piece)
            return true
        } catch {
            refusal = .stopped
            return false
        }
    }
}
