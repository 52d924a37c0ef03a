/// Writes one enum as a struct that can have any number, so that values of a newer peer are kept.
struct EnumGenerator {
  let enumeration: Schema.Enum

  func write(to source: inout SourceText) {
    let name = enumeration.name.swiftBase
    source.doc(enumeration.comment)
    source.block("public struct \(name): RawRepresentable, Sendable, Hashable, CaseIterable {") { source in
      source.line("public let rawValue: Int32")
      source.line()
      source.block("public init(rawValue: Int32) {") { $0.line("self.rawValue = rawValue") }
      for value in enumeration.values {
        source.line()
        source.doc(value.comment)
        source.line("public static let \(caseName(value.name)) = \(name)(rawValue: \(value.number))")
      }
      source.line()
      source.line("/// The values this build knows, in the contract's order.")
      let cases = enumeration.values.map { ".\(caseName($0.name))" }.joined(separator: ", ")
      source.line("public static let allCases: [\(name)] = [\(cases)]")
    }
    source.line()
  }

  /// The names of the enum's values. They are written outside the type, because extensions cannot be nested.
  func writeNames(to source: inout SourceText) {
    source.block("extension \(enumeration.name.swift): NamedValue {") { source in
      source.line("public static var prefix: String { \"\(prefix)\" }")
      source.line()
      source.line("/// The value's name in the contract.")
      source.block("public var description: String {") { source in
        source.line("switch rawValue {")
        for value in enumeration.values { source.line("case \(value.number): \"\(value.name)\"") }
        source.line("default: \"\\(rawValue)\"")
        source.line("}")
      }
    }
  }

  /// The status codes of an enum of reasons; nothing for other enums.
  func writeCodes(to source: inout SourceText) {
    guard enumeration.values.contains(where: { $0.code != nil }) else { return }
    source.line()
    source.block("extension \(enumeration.name.swift) {") { source in
      source.line(
        "/// The status code that the contract gives it; of a value that this build does not know, UNKNOWN."
      )
      source.block("public var code: Code {") { source in
        source.line("switch rawValue {")
        for value in enumeration.values {
          guard let code = value.code else { continue }
          source.line("case \(value.number): .\(code.lowerCamelCased)")
        }
        source.line("default: .unknown")
        source.line("}")
      }
    }
  }

  /// What the names of all values begin with: the enum's own name, or nothing.
  private var prefix: String {
    let prefix = enumeration.name.swiftBase.snakeCased.uppercased() + "_"
    return enumeration.values.allSatisfy { $0.name.hasPrefix(prefix) } ? prefix : ""
  }

  private func caseName(_ value: String) -> String {
    value.enumCaseName(in: enumeration.name.swiftBase)
  }
}
