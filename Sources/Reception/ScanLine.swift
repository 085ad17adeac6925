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
    /// A code came into view that cannot be one of ours; what it says stays in the worker.
    case foreign
    /// What would make the code in view readable; `nil` when there is nothing to say any more.
    case hint(Hint?)
    /// What the camera sees, small; only from a worker that was asked for it.
    case preview(Preview)
    /// Nothing new, but alive.
    case heartbeat

    package enum CameraState: String, Codable, Sendable {
        case ready, lost
        /// There is no camera at all, and there was none since the start.
        case none
    }

    /// What whoever holds the code should do.
    package enum Hint: String, Codable, Sendable, CaseIterable {
        /// It is too dark to read.
        case brighter
        /// It shines or is overexposed.
        case darker
        /// Too small in the picture.
        case closer
        /// Too large, or too near for the lens to be sharp.
        case further
        /// It moves too fast.
        case still
    }

    /// A small grey picture: `width` × `height` bytes, row by row from the top, 0 is black.
    package struct Preview: Hashable, Sendable {
        package let width: Int
        package let height: Int
        package let pixels: [UInt8]
        /// The corners of the code that was read in it, one after the other around it; empty when none was. They may
        /// lie outside the picture.
        package let corners: [Corner]

        /// A place in the picture, in its pixels from the top left.
        package struct Corner: Hashable, Sendable {
            package let x: Int
            package let y: Int

            package init(x: Int, y: Int) {
                self.x = x
                self.y = y
            }
        }

        /// `nil` unless both sides are from 1 to 200 and there is one byte per pixel. Corners that are not four, or
        /// that lie far outside the picture, are left out.
        package init?(width: Int, height: Int, pixels: [UInt8], corners: [Corner] = []) {
            let sides = 1...200
            guard sides.contains(width), sides.contains(height), pixels.count == width * height else { return nil }
            self.width = width
            self.height = height
            self.pixels = pixels
            let near = -200...400
            let isCode = corners.count == 4 && corners.allSatisfy { near.contains($0.x) && near.contains($0.y) }
            self.corners = isCode ? corners : []
        }
    }

    /// The longest line that is read, in bytes; the rest of a longer one is skipped.
    package static let longest = 65_536

    private struct Body: Codable {
        var code: String?
        var camera: CameraState?
        var foreign: Int?
        /// A hint's name, or `none`.
        var hint: String?
        var preview: Picture?
        var heartbeat: Int?

        struct Picture: Codable {
            var width: Int
            var height: Int
            var pixels: Data
            /// x and y in turn; left out when there are none.
            var corners: [Int]?
        }
    }

    /// Reads a line without its newline; `nil` when it is empty or is a JSON object that says nothing known, so that
    /// newer workers may say more than this kiosk understands.
    package init?(_ line: String) {
        guard line.hasPrefix("{"), let body = try? Wire.decode(Body.self, from: Data(line.utf8)) else {
            guard !line.isEmpty, !line.hasPrefix("{\"") else { return nil }
            self = .code(line)
            return
        }
        self.init(body)
    }

    private init?(_ body: Body) {
        if let code = body.code {
            self = .code(code)
        } else if let camera = body.camera {
            self = .camera(camera)
        } else if body.foreign != nil {
            self = .foreign
        } else if let name = body.hint {
            guard name == ScanLine.noHint || Hint(rawValue: name) != nil else { return nil }
            self = .hint(Hint(rawValue: name))
        } else if let picture = body.preview {
            let corners = picture.corners ?? []
            let places = stride(from: 0, to: corners.count == 8 ? 8 : 0, by: 2).map {
                Preview.Corner(x: corners[$0], y: corners[$0 + 1])
            }
            let preview = Preview(
                width: picture.width, height: picture.height, pixels: Array(picture.pixels), corners: places)
            guard let preview else { return nil }
            self = .preview(preview)
        } else if body.heartbeat != nil {
            self = .heartbeat
        } else {
            return nil
        }
    }

    private static let noHint = "none"

    /// Whether a program whose first line this is speaks the protocol.
    package var opensProtocol: Bool {
        switch self {
        case .heartbeat, .camera: true
        case .code, .foreign, .hint, .preview: false
        }
    }

    /// The line as a worker writes it, without a newline.
    package var text: String {
        (try? Wire.encode(body)).map { String(decoding: $0, as: UTF8.self) } ?? "{\"heartbeat\":1}"
    }

    private var body: Body {
        switch self {
        case .code(let code): Body(code: code)
        case .camera(let state): Body(camera: state)
        case .foreign: Body(foreign: 1)
        case .hint(let hint): Body(hint: hint?.rawValue ?? ScanLine.noHint)
        case .preview(let picture):
            Body(
                preview: Body.Picture(
                    width: picture.width, height: picture.height, pixels: Data(picture.pixels),
                    corners: picture.corners.isEmpty ? nil : picture.corners.flatMap { [$0.x, $0.y] }))
        case .heartbeat: Body(heartbeat: 1)
        }
    }
}
