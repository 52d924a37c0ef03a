import Foundation
import RPC

/// The .proto files, read by their lines: what the generator's output is held against.
enum Contract {
  struct Method: Hashable {
    let service: String
    let name: String
    let shape: MethodDescriptor.Shape
    let hasNoSideEffects: Bool
  }

  private static let root = URL(
    fileURLWithPath: "../../proto",
    relativeTo: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  )

  /// Every file of the contract that has Swift types made from it: all but the transport's own.
  private static func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { file in
      file.hasSuffix(".proto") && !file.hasPrefix("ttrpc/")
    }
  }

  /// The messages of google.rpc that Roster does not use, so that there is no code for them.
  private static let unused: Set = [
    "DebugInfo", "QuotaFailure", "PreconditionFailure", "RequestInfo", "ResourceInfo", "Help",
  ]

  /// The messages by their full names, nested ones too, and the well-known types in use.
  static func messages() throws -> [String] {
    let wellKnown = ["Any", "Duration", "FieldMask", "Timestamp"].map { "google.protobuf.\($0)" }
    return try wellKnown
      + files().flatMap { try blocks(of: "message", in: lines($0)) }.filter { name in
        !name.hasPrefix("google.rpc.") || !unused.contains(String(name.split(separator: ".")[2]))
      }
  }

  /// The values of an enum, in their order.
  static func values(ofEnum name: String, in file: String) throws -> [(name: String, number: Int32)] {
    let lines = try lines(file)
    let start = try lines.firstIndex { $0.hasSuffix("enum \(name) {") }.unwrapped
    return lines[(start + 1)...].prefix { !$0.hasSuffix("}") }.compactMap { line in
      line.wholeMatch(of: #/\s*([A-Z_0-9]+) = (\d+)(?: \[.*\])?;/#).map { (String($0.1), Int32($0.2)!) }
    }
  }

  /// The lines that declare a text or bytes field, each with the field's name.
  static func textFields() throws -> [(name: String, line: String)] {
    try files().flatMap(lines).compactMap { line in
      line.prefixMatch(of: #/\s*(?:repeated )?(?:string|bytes) (\w+) = /#).map { (String($0.1), line) }
    }
  }

  /// The methods of a file's services, in their order.
  static func methods(in file: String) throws -> [Method] {
    let lines = try lines(file)
    let package = try package(lines)
    var service = ""
    var methods: [Method] = []
    for (index, line) in lines.enumerated() {
      if let match = line.wholeMatch(of: #/service (\w+) \{/#) { service = "\(package).\(match.1)" }
      guard let match = line.prefixMatch(of: #/\s*rpc (\w+)\((stream )?\w+\) returns \((stream )?\w+\)/#)
      else { continue }
      let shape: MethodDescriptor.Shape =
        switch (match.2 != nil, match.3 != nil) {
        case (false, false): .unary
        case (true, false): .clientStreaming
        case (false, true): .serverStreaming
        case (true, true): .bidirectionalStreaming
        }
      let isSafe = line.hasSuffix("{") && lines[index + 1].contains("idempotency_level = NO_SIDE_EFFECTS")
      methods.append(Method(service: service, name: String(match.1), shape: shape, hasNoSideEffects: isSafe))
    }
    return methods
  }

  /// A file's lines, without comments.
  private static func lines(_ file: String) throws -> [String] {
    try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8).components(separatedBy: "\n")
      .map { $0.replacing(#/ *\/\/.*/#, with: "") }
  }

  private static func package(_ lines: [String]) throws -> String {
    try lines.lazy.compactMap { $0.wholeMatch(of: #/package ([\w.]+);/#).map { String($0.1) } }.first
      .unwrapped
  }

  private static func blocks(of keyword: String, in lines: [String]) throws -> [String] {
    let package = try package(lines)
    var outer: [String] = []
    var names: [String] = []
    for line in lines {
      if let match = line.wholeMatch(of: #/\s*(\w+) (\w+) \{(\})?/#) {
        let name = (outer + [String(match.2)]).joined(separator: ".")
        if match.1 == keyword { names.append("\(package).\(name)") }
        if match.3 == nil { outer.append(String(match.2)) }
      } else if line.hasSuffix("{") {
        outer.append("")
      } else if line.wholeMatch(of: #/\s*\}/#) != nil {
        outer.removeLast()
      }
    }
    return names
  }
}

extension Optional {
  struct Missing: Error {}

  var unwrapped: Wrapped {
    get throws {
      guard let self else { throw Missing() }
      return self
    }
  }
}
