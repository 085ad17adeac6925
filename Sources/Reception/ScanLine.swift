import Foundation

/// One line of the scan worker's protocol: a JSON object with one key, or a bare code.
///
/// Only for a program that has shown that it speaks the protocol (``opensProtocol``). From any other a line is a code,
/// whatever it looks like: what a visitor holds up must not be able to speak for the scanner.
package enum ScanLine: Hashable, Sendable {
    /// What a code said.
    case code(String)
    /// How the camera is.
    case camera(CameraState)
    /// Nothing new, but alive.
    case heartbeat

    package enum CameraState: String, Codable, Sendable {
        case ready, lost
        /// There is no camera at all, and there was none since the start.
        case none
    }

    /// The longest line that is read, in bytes; the rest of a longer one is skipped.
    package static let longest = 65_536

    private struct Body: Codable {
        var code: String?
        var camera: CameraState?
        var heartbeat: Int?
    }

    /// Reads a line without its newline; `nil` when it is empty or is a JSON object that says nothing known, so that
    /// newer workers may say more than this kiosk understands.
    package init?(_ line: String) {
        guard line.hasPrefix("{"), let body = try? Wire.decode(Body.self, from: Data(line.utf8)) else {
            guard !line.isEmpty, !line.hasPrefix("{\"") else { return nil }
            self = .code(line)
            return
        }
        if let code = body.code {
            self = .code(code)
        } else if let camera = body.camera {
            self = .camera(camera)
        } else if body.heartbeat != nil {
            self = .heartbeat
        } else {
            return nil
        }
    }

    /// Whether a program whose first line this is speaks the protocol.
    package var opensProtocol: Bool {
        switch self {
        case .heartbeat, .camera: true
        case .code: false
        }
    }

    /// The line as a worker writes it, without a newline.
    package var text: String {
        let body =
            switch self {
            case .code(let code): Body(code: code)
            case .camera(let state): Body(camera: state)
            case .heartbeat: Body(heartbeat: 1)
            }
        return (try? Wire.encode(body)).map { String(decoding: $0, as: UTF8.self) } ?? "{\"heartbeat\":1}"
    }
}
