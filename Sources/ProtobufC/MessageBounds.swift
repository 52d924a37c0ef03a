/// A message that requests are made of, with what its fields may hold.
package protocol BoundedMessage: Message {
  static var bounds: MessageBounds { get }
}

extension BoundedMessage {
  /// Decodes what a caller sent: refuses it by its bounds first, so that protobuf-c never allocates for more.
  @inlinable
  package init(request bytes: UnsafeRawBufferPointer, in arena: Arena) throws(DecodingError) {
    try Self.bounds.check(bytes)
    try self.init(unpacking: bytes, in: arena)
  }
}

/// What the fields of one message may hold in a request. The contract says it beside each field
/// (`proto/roster/v1/bounds.proto`), the generator writes it into `bounds`, ``check(_:)`` enforces it.
///
/// Unchecked: the rows are written once, before anyone reads them. They are never freed, since every instance
/// is a static constant; so the check counts no references.
package struct MessageBounds: @unchecked Sendable {
  /// Only fields that are bounded or are messages; the others have a fixed size.
  let fields: UnsafeBufferPointer<FieldBounds>

  /// How many counters a message needs: one a repeated field, and those of the messages it contains once.
  /// Those are kept with the outer message because protobuf merges a message field that comes twice.
  let counters: Int

  package init(_ fields: FieldBounds...) {
    let rows = UnsafeMutableBufferPointer<FieldBounds>.allocate(capacity: fields.count)
    var counters = 0
    for (index, field) in fields.enumerated() {
      var field = field
      field.counter = counters
      counters += field.isRepeated ? 1 : (field.message?.pointee.counters ?? 0)
      rows.initializeElement(at: index, to: field)
    }
    self.fields = UnsafeBufferPointer(rows)
    self.counters = counters
  }

  /// A message of numbers alone.
  package static let numbers = MessageBounds()
}

/// What one field may hold in a request.
package struct FieldBounds {
  /// How a repeated number is counted where it is packed.
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
  /// The most bytes of a text, or of each entry. Messages and numbers have none.
  package let maxBytes: Int
  let element: Element?
  let message: UnsafePointer<MessageBounds>?
  /// The place of this field's counter, or of the first one of the message it contains.
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

extension MessageBounds {
  /// One bounded field and where it stands in a request.
  package struct Entry: Sendable {
    /// As an error names the field: `user.email`.
    package let path: String
    /// The numbers of the fields on the way, this one last.
    package let numbers: [UInt32]
    package let isRepeated: Bool
    package let isMessage: Bool
    package let element: FieldBounds.Element?
    package let maxItems: Int
    package let maxBytes: Int
  }

  /// Every bounded field of the message and of those it contains.
  package var entries: [Entry] { entries(inside: "", []) }

  /// The bounds of the field at this path.
  package subscript(_ path: String) -> Entry? { entries.first { $0.path == path } }

  private func entries(inside outer: String, _ numbers: [UInt32]) -> [Entry] {
    fields.flatMap { field -> [Entry] in
      let path = outer.isEmpty ? "\(field.name)" : "\(outer).\(field.name)"
      let own = Entry(
        path: path,
        numbers: numbers + [field.number],
        isRepeated: field.isRepeated,
        isMessage: field.message != nil,
        element: field.element,
        maxItems: field.maxItems,
        maxBytes: field.maxBytes
      )
      let inner = field.message?.pointee.entries(inside: path, own.numbers) ?? []
      return (field.isRepeated || field.message == nil ? [own] : []) + inner
    }
  }
}
