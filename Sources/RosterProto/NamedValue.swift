import RPC

/// A value of one of the contract's enumerations, by its name in text: `active`, `manageproducts`.
public protocol NamedValue: RawRepresentable, CaseIterable, CustomStringConvertible, Sendable
where RawValue == Int32 {
  /// What the value's name in the contract begins with and its name in text leaves out.
  static var prefix: String { get }

  /// The name in text; for a value this build does not know, its number.
  var name: String { get }
}

extension NamedValue {
  public var name: String {
    description.hasPrefix(Self.prefix)
      ? description.dropFirst(Self.prefix.count).lowercased()
      : description.lowercased()
  }

  /// The value with this name in text, in any case; nil where there is none.
  public init?(name: String) {
    let name = name.lowercased()
    guard let value = Self.named.first(where: { $0.name == name }) else { return nil }
    self = value
  }

  /// The values that have a name, in the contract's order: all but "unspecified".
  public static var named: [Self] { allCases.filter { $0.rawValue != 0 } }
}

extension Permission {
  /// All thirteen, in the order of their numbers: what an owner has.
  public static var all: [Permission] { named }

  /// The name in text, which the contract gives for each: one word, such as `manageproducts`.
  public var name: String {
    let name =
      description.hasPrefix(Self.prefix) ? description.dropFirst(Self.prefix.count) : description[...]
    return name.lowercased().filter { $0 != "_" }
  }
}
