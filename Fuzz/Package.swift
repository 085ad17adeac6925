// swift-tools-version: 6.2
import PackageDescription

// Made by `Scripts/fuzz`, not by `swift build` alone: libFuzzer's own file is named on the command line.

/// What is fuzzed tells the fuzzer which of its branches were taken.
let watched: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-sanitize=fuzzer", "-enable-testing"]),
]
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: watched)
}

func door(_ name: String, libraries: [String]) -> Target {
    .target(name: name, linkerSettings: libraries.map { .linkedLibrary($0) })
}

// A package of its own, whose Sources is a link to the programs' sources: what is fuzzed is compiled with other flags.
let package = Package(
    name: "uketsuke-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        door("CCurl", libraries: ["curl"]),
        door("CCurses", libraries: ["ncursesw"]),
        .target(
            name: "CGlyphs", exclude: ["glyphs.bin", "LICENSE-Unifont"],
            cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        door("CProcess", libraries: []),
        door("CWide", libraries: []),
        module("Reception", [crypto]),
        module("Curl", ["CCurl"]),
        .target(
            name: "Kiosk", dependencies: ["Reception", "CGlyphs", "CWide"], resources: [.embedInCode("locales")],
            swiftSettings: watched),
        module("Curses", ["Kiosk", "CCurses"]),
        module("ScanLink", ["Reception", "CProcess"]),
        module("CloudLink", ["Kiosk", "Reception", "Curl", crypto]),
        module("KioskStorage", ["Kiosk", "Reception", crypto, cryptoExtras, grdb, grdbSQLite]),
        // The part of the kiosk's program that reads its configuration.
        .target(
            name: "KioskConfiguration", dependencies: ["CloudLink", "Kiosk", "KioskStorage", "Reception", tomlKit],
            path: "Sources/RunKiosk",
            sources: [
                "Configuration.swift", "Configuration+Entries.swift", "Configuration+Reading.swift",
                "LogFile.swift", "SoundSettings.swift",
            ],
            swiftSettings: watched),
        .target(name: "CFuzzer", path: "CFuzzer"),
        .executableTarget(
            name: "uketsuke-fuzz",
            dependencies: [
                "CFuzzer", "CloudLink", "Curses", "Kiosk", "KioskConfiguration", "Reception", "ScanLink", crypto,
            ],
            path: "Harness", swiftSettings: watched),
    ]
)
