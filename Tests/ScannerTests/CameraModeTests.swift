import Foundation
import Scanner
import Testing

/// Which of a camera's modes is used: by what its driver lists, and with the real worker.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `The mode of a camera` {
    /// What a camera offers, and which of it is used.
    struct Row: Sendable, CustomTestStringConvertible {
        var offers: [String]
        var asked: String?
        var best: String

        var testDescription: String { "\(offers) \(asked ?? "") → \(best)" }
    }

    private static let ordinary = ["1280x720 YUYV 10", "1280x720 MJPEG 30", "640x480 YUYV 30", "640x480 MJPEG 30"]

    private static let rows = [
        // An ordinary USB 2 camera, and faster ones.
        Row(offers: ordinary, best: "1280x720 MJPEG 30"),
        Row(offers: ["1280x720 YUYV 30", "1280x720 MJPEG 30"], best: "1280x720 YUYV 30"),
        Row(offers: ["1280x720 MJPEG 30", "1280x720 YUYV 15"], best: "1280x720 YUYV 15"),
        Row(offers: ["1280x720 MJPEG 60", "1280x720 YUYV 14"], best: "1280x720 MJPEG 60"),
        Row(offers: ["1280x720 YUYV 10", "640x480 YUYV 30"], best: "640x480 YUYV 30"),
        Row(offers: ["1280x720 MJPEG 10", "640x480 MJPEG 30"], best: "640x480 MJPEG 30"),
        // Packings.
        Row(offers: ["640x480 UYVY 30", "640x480 GREY 30"], best: "640x480 GREY 30"),
        Row(offers: ["640x480 GREY 30", "640x480 YUYV 30"], best: "640x480 YUYV 30"),
        Row(offers: ["640x480 YUYV 15", "640x480 GREY 30"], best: "640x480 GREY 30"),
        Row(offers: ["640x480 JPEG 30", "640x480 MJPEG 30"], best: "640x480 MJPEG 30"),
        // What is asked for, also if it is slow or small.
        Row(offers: ordinary, asked: "640x480", best: "640x480 YUYV 30"),
        Row(offers: ordinary + ["1920x1080 YUYV 5"], asked: "1920x1080", best: "1920x1080 YUYV 5"),
        Row(offers: ordinary + ["320x240 YUYV 30"], asked: "320x240", best: "320x240 YUYV 30"),
        Row(offers: ordinary, asked: "800x600", best: "1280x720 MJPEG 30"),
        Row(offers: ["1920x1080 MJPEG 30", "800x448 YUYV 30"], asked: "800x600", best: "800x448 YUYV 30"),
        // Neither of the usual sizes.
        Row(offers: ["1920x1080 YUYV 30", "1024x768 YUYV 30"], best: "1024x768 YUYV 30"),
        Row(offers: ["3840x2160 MJPEG 30", "1920x1080 MJPEG 30"], best: "1920x1080 MJPEG 30"),
        Row(offers: ["320x240 YUYV 30", "800x600 YUYV 20"], best: "800x600 YUYV 20"),
        // Nothing is fast enough.
        Row(offers: ["1280x720 YUYV 5", "640x480 YUYV 10"], best: "640x480 YUYV 10"),
        Row(offers: ["1280x720 YUYV 5", "640x480 YUYV 5"], best: "1280x720 YUYV 5"),
        Row(offers: ["160x120 YUYV 30", "1280x720 YUYV 10"], best: "1280x720 YUYV 10"),
        Row(offers: ["160x120 YUYV 30", "320x240 YUYV 10"], best: "160x120 YUYV 30"),
        // A driver that does not tell its rates.
        Row(offers: ["640x480 YUYV", "1280x720 YUYV"], best: "1280x720 YUYV"),
        Row(offers: ["1280x720 MJPEG 30", "1280x720 YUYV"], best: "1280x720 YUYV"),
    ]

    private func mode(_ text: String) throws -> CameraMode {
        let words = text.split(separator: " ").map(String.init)
        let packing = try #require(CameraMode.Packing.allCases.first { $0.name == words[1] })
        let interval = words.count == 3 ? FrameInterval(1, try #require(UInt32(words[2]))) : nil
        return CameraMode(packing, try #require(FrameSize(words[0])), interval)
    }

    @Test(arguments: rows)
    func `it is the best of those that are offered`(row: Row) throws {
        let choice = ModeChoice(asked: row.asked.flatMap(FrameSize.init))
        try #expect(choice.best(of: row.offers.map(mode)) == mode(row.best))
        // In whatever order the driver lists them.
        try #expect(choice.best(of: row.offers.reversed().map(mode)) == mode(row.best))
    }

    @Test func `there is none where nothing is offered`() {
        #expect(ModeChoice(asked: nil).best(of: []) == nil)
    }

    // MARK: - Lists

    @Test(arguments: [
        ("1280x720", "1280x720"), ("640x480", "640x480"), ("8192x8192", "1920x1080"), ("16x16", "32x24"),
        ("645x480", "648x480"), ("643x481", "640x480"),
    ])
    func `of a range of sizes it is the nearest that is a step`(wish: String, nearest: String) throws {
        let range = try CameraOffer.Sizes(
            least: FrameSize(width: 32, height: 24), most: #require(FrameSize("1920x1080")),
            step: FrameSize(width: 8, height: 8))
        #expect(
            try range.nearest(to: #require(FrameSize(wish))) == FrameSize(nearest) ?? FrameSize(width: 32, height: 24))
    }

    @Test func `a range without a step, upside down or of nothing is no trap`() throws {
        let size = FrameSize(width: 640, height: 480)
        let none = FrameSize(width: 0, height: 0)
        #expect(CameraOffer.Sizes(least: none, most: size, step: none).nearest(to: size) == size)
        #expect(CameraOffer.Sizes(least: size, most: none, step: none).nearest(to: .large) == size)
        #expect(CameraOffer.sizes([CameraOffer.Sizes(none)], wishes: [size]).isEmpty)
        let long = CameraOffer.Sizes(least: none, most: FrameSize(width: 100, height: 100), step: .large)
        #expect(long.nearest(to: size) == none)
    }

    @Test func `sizes that are listed one by one are all considered, once`() throws {
        let listed = [FrameSize.large, .usual, .large].map(CameraOffer.Sizes.init)
        #expect(CameraOffer.sizes(listed, wishes: [.usual, .large]) == [.large, .usual])
    }

    @Test(
        arguments: [
            ([15, 30, 60], 30), ([5, 10], 10), ([60, 90], 60), ([24], 24), ([60, 24], 60), ([], nil),
        ] as [([UInt32], UInt32?)])
    func `of the rates it is thirty, or the next one above`(rates: [UInt32], best: UInt32?) {
        let listed = rates.compactMap { FrameInterval(1, $0) }.map {
            CameraOffer.Intervals(shortest: $0, longest: $0)
        }
        #expect(CameraOffer.interval(listed) == best.flatMap { FrameInterval(1, $0) })
    }

    @Test func `a range of intervals is as good as a list`() throws {
        let range = try CameraOffer.Intervals(
            shortest: #require(FrameInterval(1, 120)), longest: #require(FrameInterval(1, 5)))
        #expect(CameraOffer.interval([range]) == FrameInterval(1, 30))
        #expect(FrameInterval(0, 30) == nil)
        #expect(FrameInterval(1, 0) == nil)
        // As an American camera counts.
        let usual = try #require(FrameInterval(1001, 30_000))
        let sixty = try #require(FrameInterval(1, 60))
        let listed = [sixty, usual].map { CameraOffer.Intervals(shortest: $0, longest: $0) }
        #expect(CameraOffer.interval(listed) == usual)
    }

    // MARK: - The real worker

    @Test(arguments: [
        ("YUYV:1280x720@10,MJPG:1280x720@30,YUYV:640x480@30", "", "", "MJPG 1280x720@30"),
        ("YUYV:1280x720@10,MJPG:1280x720@30,YUYV:640x480@30", "640x480", "", "YUYV 640x480@30"),
        ("YUYV:1280x720@5+30+60", "", "", "YUYV 1280x720@30"),
        ("GREY:32x32-1920x1080/8@5-60", "", "", "GREY 1280x720@30"),
        ("GREY:32x32-1920x1080/1@10-20,YUYV:320x240@30", "800x600", "", "GREY 800x600@20"),
        ("YUYV:1280x720@5+30", "", "no_lists", "YUYV 1280x720@30"),
        ("YUYV:640x480@30", "1920x1080", "no_lists", "YUYV 640x480@30"),
        ("YUYV:1280x720@5+30", "", "no_interval", "YUYV 1280x720@5"),
        ("YUYV:640x480@30", "", "wrong_size", "YUYV 320x240@30"),
    ])
    func `it is what the camera is told`(modes: String, asked: String, faults: String, told: String) throws {
        let camera = try CameraShim(["MODES": modes, "FAULT": faults])
        let arguments = ["--device", "/dev/video0"] + (asked.isEmpty ? [] : ["--size", asked])
        let run = try ScanProgram.Run(arguments, camera: camera)
        while let line = String(bytes: run.line(), encoding: .utf8), !line.contains("ready"), !line.isEmpty {}
        kill(run.process.processIdentifier, SIGTERM)
        #expect(run.complaints().contains("start camera 0 \(told)\n"))
    }

    @Test func `the list shows each camera and how it would be used`() throws {
        let camera = try CameraShim([
            "MODES": "YUYV:1280x720@10,MJPG:1280x720@30", "DEV_2": "/dev/video7", "MODES_2": "GREY:640x480@15",
            "NAME_2": "sec\u{9B}ond\t\u{202E}camera",
        ])
        try camera.link("usb-One-video-index0", to: "/dev/video7")
        try camera.link("usb-One-video-index1", to: "/dev/video8")
        let run = try ScanProgram.Run(["--list"], camera: camera)
        let lines = (0..<3).map { _ in String(decoding: run.line(), as: UTF8.self) }
        #expect(
            lines == [
                "/dev/video7\tsecondcamera\t640x480 GREY 15/s\t/dev/v4l/by-id/usb-One-video-index0",
                "/dev/video0\tv4l2shim camera\t1280x720 MJPEG 30/s\t", "",
            ])
        #expect(run.status() == 0)
    }
}
