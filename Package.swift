// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

// MARK: - Other people's packages

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")

// MARK: - Targets

/// A C target: the one place that touches a C library, so that Swift sees plain functions.
func door(_ name: String, libraries: [String]) -> Target {
    .target(name: name, cSettings: strictC, linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// Plain C that works on every pixel of every frame: optimised in debug builds too, or a test would wait minutes.
let quickC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-O3"])]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "uketsuke",
    products: [
        .executable(name: "uketsuke-kiosk", targets: ["RunKiosk"]),
        .executable(name: "uketsuke-scan", targets: ["RunScan"]),
        .executable(name: "uketsuke-cloud", targets: ["RunCloud"]),
        .executable(name: "uketsuke-bench", targets: ["Benchmarks"]),
        .library(name: "camera-shim", type: .dynamic, targets: ["CameraShim"]),
        .library(name: "fault-shim", type: .dynamic, targets: ["FaultShim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Doors to C
        door("CCurl", libraries: ["curl"]),
        door("CCurses", libraries: ["ncursesw"]),
        door("CImages", libraries: ["png", "jpeg"]),
        .target(
            name: "CGlyphs", exclude: ["glyphs.bin", "LICENSE-Unifont"],
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-Wno-c23-extensions"])]),
        .target(name: "CPixels", cSettings: quickC),
        door("CProcess", libraries: []),
        door("CQREncode", libraries: ["qrencode"]),
        door("CWide", libraries: []),
        door("CZBar", libraries: ["zbar"]),
        door("CZLib", libraries: ["z"]),

        // Both sides
        module("Reception", [crypto]),
        module("Curl", ["CCurl"]),

        // The kiosk
        .target(
            name: "Kiosk", dependencies: ["Reception", "CGlyphs", "CWide"], resources: [.embedInCode("locales")],
            swiftSettings: strict),
        module("Curses", ["Kiosk", "CCurses"]),
        module("ScanLink", ["Reception", "CProcess"]),
        module("CloudLink", ["Kiosk", "Reception", "Curl", crypto]),
        module("KioskStorage", ["Kiosk", "Reception", crypto, cryptoExtras, grdb, grdbSQLite]),
        program(
            "RunKiosk",
            [
                "Kiosk", "Curses", "ScanLink", "CloudLink", "KioskStorage", "Reception", "CProcess", "CQREncode",
                argumentParser, tomlKit,
            ]),

        // The scan worker
        module("Scanner", ["Reception", "CZBar", "CImages", "CPixels", "CProcess"]),
        program("RunScan", ["Scanner", "Reception", "CProcess", argumentParser]),

        // The cloud
        module("CloudDomain", ["Reception", crypto, cryptoExtras]),
        module("CloudPasses", ["CloudDomain", "Reception", "CQREncode", "CImages"]),
        module("CloudStorage", ["CloudDomain", "Reception", crypto, grdb]),
        module("CloudMessages", ["CloudDomain", "Reception", "Curl", crypto, logging]),
        module(
            "CloudHTTP",
            [
                "CloudDomain", "Reception", "CZLib", asn1, crypto, httpTypes, hummingbird, hummingbirdTLS, logging,
                nioCore,
                nioSSL, serviceLifecycle, x509,
            ]),
        program(
            "RunCloud",
            [
                "CloudDomain", "CloudPasses", "CloudStorage", "CloudMessages", "CloudHTTP", "Reception",
                argumentParser, logging, serviceLifecycle, unixSignals,
            ]),

        // Measured, not tested
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CloudLink", "Curses", "Kiosk", "KioskStorage", "Reception", "Scanner", "CProcess", "TestSupport",
                argumentParser, crypto, grdb,
            ],
            path: "Benchmarks", swiftSettings: strict),

        // Tests
        .target(
            name: "TestSupport", dependencies: ["Reception", "CQREncode", crypto], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("ReceptionTests", ["Reception", crypto], resources: [.copy("Vectors")]),
        tests("KioskTests", ["Kiosk", "Reception"], exclude: ["Screens"]),
        .target(
            name: "CameraShim", path: "Tests/CameraShim", cSettings: strictC, linkerSettings: [.linkedLibrary("dl")]),
        .target(
            name: "FaultShim", path: "Tests/FaultShim", cSettings: strictC, linkerSettings: [.linkedLibrary("dl")]),
        .target(
            name: "CFaultyVFS", path: "Tests/CFaultyVFS", cSettings: strictC,
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "CursesProbe", dependencies: ["Curses", "Kiosk"], path: "Tests/CursesProbe", swiftSettings: strict),
        tests("CursesTests", ["Curses", "Kiosk", "TestSupport", "CursesProbe"]),
        tests(
            "KioskStorageTests",
            ["KioskStorage", "Kiosk", "Reception", "TestSupport", "CFaultyVFS", crypto, cryptoExtras, grdb]),
        tests("CloudLinkTests", ["CloudLink", "Curl", "Kiosk", "Reception", "TestSupport", crypto]),
        tests(
            "ScannerTests",
            ["Scanner", "ScanLink", "CImages", "CProcess", "RunScan", "Reception", "TestSupport"],
            resources: [.copy("Fixtures")]),
        tests(
            "CloudTests",
            [
                "CloudDomain", "CloudPasses", "CloudStorage", "CloudMessages", "CloudHTTP", "Curl", "Reception",
                "RunCloud",
                "TestSupport", "CFaultyVFS", crypto, cryptoExtras, grdb, logging, serviceLifecycle,
            ]),
        tests(
            "SyncTests",
            [
                "Kiosk", "KioskStorage", "CloudLink", "CloudDomain", "CloudStorage", "CloudHTTP", "Reception",
                "TestSupport", crypto, grdb, logging, serviceLifecycle,
            ]),
        tests(
            "RunKioskTests",
            ["RunKiosk", "CloudLink", "Kiosk", "KioskStorage", "Reception", "ScanLink", "TestSupport", tomlKit]),
        tests("EndToEndTests", ["Reception", "TestSupport", "RunKiosk", "RunScan", "RunCloud"]),
    ]
)
