// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

// Read top to bottom, this is the way a request takes: each target sees only those above it.
let package = Package(
  name: "roster",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "TTRPC", targets: ["TTRPC", "Transport", "RPC"]),
    .library(name: "RosterClient", targets: ["RosterClient"]),
    .executable(name: "rosterd", targets: ["rosterd"]),
    .executable(name: "rosterctl", targets: ["rosterctl"]),
    .executable(name: "roster-bench", targets: ["roster-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["JSON"]),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // C libraries of the system, and C that protoc-c wrote.
    .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CEpoll"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
    .target(name: "CTTRPCProto", dependencies: ["CProtobufC"]),
    .target(name: "CRosterProto", dependencies: ["CProtobufC", "CTTRPCProto"]),
    .target(name: "CProtocProto", dependencies: ["CProtobufC"]),

    // A list, written by dev/common-passwords.
    .target(name: "CCommonPasswords"),

    // Threads and queues. Knows nothing else.
    .target(name: "Work", swiftSettings: settings),

    // The protocol: messages, calls, frames.
    .target(name: "ProtobufC", dependencies: ["CProtobufC"], swiftSettings: settings),
    .target(name: "RPC", dependencies: ["Work", "ProtobufC", "CTTRPCProto"], swiftSettings: settings),
    .target(name: "Transport", dependencies: ["RPC"] + nio, swiftSettings: settings),
    .target(
      name: "TTRPC",
      dependencies: ["Transport", "RPC", "ProtobufC", "CTTRPCProto"] + nio,
      swiftSettings: settings
    ),
    .target(
      name: "RosterProto",
      dependencies: ["RPC", "ProtobufC", "CRosterProto", "CTTRPCProto"],
      swiftSettings: settings
    ),

    // The service.
    .target(name: "SQL", dependencies: ["Work"], swiftSettings: settings),
    .target(name: "SQLite", dependencies: ["SQL", "Work", "CSQLite"], swiftSettings: settings),
    .target(name: "IDN", dependencies: ["CIDN2"], swiftSettings: settings),
    .target(
      name: "Mail",
      dependencies: ["IDN", "CCurl", .product(name: "Mustache", package: "swift-mustache")],
      swiftSettings: settings
    ),
    .target(
      name: "Credentials",
      dependencies: ["CArgon2", "CCrypt", "CCommonPasswords", crypto],
      swiftSettings: settings
    ),
    .target(
      name: "Roster",
      dependencies: [
        "RosterProto", "RPC", "SQL", "IDN", "Mail", "Credentials", "Work", crypto, logging,
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "rosterd",
      dependencies: [
        "Roster", "Credentials", "TTRPC", "Transport", "SQL", "SQLite", "Mail", "Work", argumentParser,
        logging,
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "SystemPackage", package: "swift-system"),
      ] + nio,
      swiftSettings: settings
    ),

    // Those who call it.
    .target(
      name: "RosterClient",
      dependencies: ["RosterProto", "RPC", "TTRPC", "Transport"],
      path: "clients/RosterClient",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "rosterctl",
      dependencies: ["RosterClient", argumentParser],
      path: "clients/rosterctl",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "roster-bench",
      dependencies: [
        "RosterProto", "RPC", "TTRPC", "Transport", "ProtobufC", "CTTRPCProto", "CEpoll", argumentParser,
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ] + nio,
      path: "clients/roster-bench",
      swiftSettings: settings
    ),

    // The generator: protoc runs it, `make generate` runs protoc.
    .executableTarget(
      name: "protoc-gen-ttrpc-swift",
      dependencies: ["ProtobufC", "CProtocProto"],
      swiftSettings: settings
    ),

    // What several test targets share.
    .target(
      name: "TestSupport",
      dependencies: ["Work", "SQL", "SQLite"],
      path: "Tests/TestSupport",
      swiftSettings: settings
    ),
    // What the tests of clients call instead of the service.
    .target(
      name: "ScriptedServer",
      dependencies: ["RPC", "ProtobufC"],
      path: "Tests/ScriptedServer",
      swiftSettings: settings
    ),

    .testTarget(
      name: "ProtobufCTests",
      dependencies: ["ProtobufC", "RPC", "RosterProto", "TestSupport", "protoc-gen-ttrpc-swift"],
      swiftSettings: settings
    ),
    .testTarget(name: "RPCTests", dependencies: ["RPC", "ProtobufC"], swiftSettings: settings),
    .testTarget(
      name: "TransportTests",
      dependencies: [
        "Transport", "RPC", "TestSupport", .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + nio,
      swiftSettings: settings
    ),
    .testTarget(
      name: "TTRPCTests",
      dependencies: [
        "TTRPC", "Transport", "RPC", "ProtobufC", "TestSupport",
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + nio,
      swiftSettings: settings
    ),
    .testTarget(name: "WorkTests", dependencies: ["Work", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "SQLTests",
      dependencies: ["SQL", "SQLite", "Work", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "SQLiteTests",
      dependencies: ["SQLite", "SQL", "TestSupport"],
      swiftSettings: settings
    ),
    .testTarget(name: "IDNTests", dependencies: ["IDN"], swiftSettings: settings),
    .testTarget(
      name: "MailTests",
      dependencies: ["Mail", "TestSupport"],
      resources: [.copy("Resources")],
      swiftSettings: settings
    ),
    .testTarget(
      name: "CredentialsTests",
      dependencies: ["Credentials", "CArgon2", "CCommonPasswords", "TestSupport", crypto],
      swiftSettings: settings
    ),
    .testTarget(
      name: "RosterTests",
      dependencies: [
        "Roster", "Credentials", "RosterProto", "RPC", "ProtobufC", "SQL", "SQLite", "Mail", "Work",
        "TestSupport",
        logging, crypto,
      ],
      resources: [.copy("Storage/Schemas")],
      swiftSettings: settings
    ),
    .testTarget(
      name: "RosterClientTests",
      dependencies: ["RosterClient", "ScriptedServer"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "rosterctlTests",
      dependencies: ["rosterctl", "ScriptedServer", argumentParser],
      swiftSettings: settings
    ),
    .testTarget(
      name: "roster-benchTests",
      dependencies: [
        "roster-bench", "RPC", "TTRPC", "Transport", argumentParser,
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "rosterdTests",
      dependencies: [
        "rosterd", "RosterClient", "Roster", "RosterProto", "RPC", "TTRPC", "Transport", "ProtobufC", "SQL",
        "SQLite", "Work", "TestSupport", logging,
      ],
      swiftSettings: settings
    ),
  ]
)
