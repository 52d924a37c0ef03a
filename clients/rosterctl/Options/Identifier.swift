import ArgumentParser

/// Something named on the command line by its id: an account, an invitation, a mail, a key, an event.
struct Identifier: Hashable, ParsedArgument, CustomStringConvertible {
  let id: Int64

  init(parsing text: String) throws(ValidationError) {
    guard let id = Self.id(text) else {
      throw ValidationError("'\(text)' is no id: an id is a number from 1")
    }
    self.id = id
  }

  /// The id in a text; nil if it is not an id.
  static func id(_ text: some StringProtocol) -> Int64? {
    Int64(text).flatMap { $0 > 0 ? $0 : nil }
  }

  var description: String { String(id) }
}
