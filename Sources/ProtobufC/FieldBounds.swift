/// The bounds of one field in a request.
package struct FieldBounds {
  /// How the entries of a packed field are counted.
  package enum Element: Int, Sendable {
    case varint = 0
    case bool = 1
    case fixed32 = 4
    case fixed64 = 8
  }

  package let number: UInt32
  package let name: StaticString
  package let isRepeated: Bool
  package let maxItems: Int
  /// The most bytes of a text, or of each entry. Messages and numbers have no such bound.
  package let maxBytes: Int
  let element: Element?
  let message: UnsafePointer<MessageBounds>?
  /// The index of this field's counter, or of the first counter of its message.
  var counter = 0

  private init(
    _ number: UInt32,
    _ name: StaticString,
    isRepeated: Bool = false,
    maxItems: Int = .max,
    maxBytes: Int = .max,
    element: Element? = nil,
    message: MessageBounds? = nil
  ) {
    self.number = number
    self.name = name
    self.isRepeated = isRepeated
    self.maxItems = maxItems
    self.maxBytes = maxBytes
    self.element = element
    self.message = message.map { message in
      let copy = UnsafeMutablePointer<MessageBounds>.allocate(capacity: 1)
      copy.initialize(to: message)
      return UnsafePointer(copy)
    }
  }

  /// A text or bytes field.
  package static func bytes(_ number: UInt32, _ name: StaticString, maxBytes: Int) -> FieldBounds {
    FieldBounds(number, name, maxBytes: maxBytes)
  }

  /// A repeated text or bytes field.
  package static func bytes(
    _ number: UInt32,
    _ name: StaticString,
    maxItems: Int,
    maxBytes: Int
  ) -> FieldBounds {
    FieldBounds(number, name, isRepeated: true, maxItems: maxItems, maxBytes: maxBytes)
  }

  /// A repeated field of numbers, bools or enums.
  package static func numbers(
    _ number: UInt32,
    _ name: StaticString,
    _ element: Element,
    maxItems: Int
  ) -> FieldBounds {
    FieldBounds(number, name, isRepeated: true, maxItems: maxItems, element: element)
  }

  /// A message field.
  package static func message(_ number: UInt32, _ name: StaticString, _ message: MessageBounds) -> FieldBounds
  {
    FieldBounds(number, name, message: message)
  }

  /// A repeated message field.
  package static func messages(
    _ number: UInt32,
    _ name: StaticString,
    _ message: MessageBounds,
    maxItems: Int
  ) -> FieldBounds {
    FieldBounds(number, name, isRepeated: true, maxItems: maxItems, message: message)
  }
}
