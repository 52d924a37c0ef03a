extension BoundedMessage {
  /// Decodes a request. It checks the bounds first, so that protobuf-c never allocates memory beyond them.
  @inlinable
  package init(request bytes: UnsafeRawBufferPointer, in arena: Arena) throws(DecodingError) {
    try Self.bounds.check(bytes)
    try self.init(unpacking: bytes, in: arena)
  }
}

/// The bounds of the fields of one message in a request. The contract declares them as options of the fields
/// (`proto/roster/v1/options.proto`), the generator writes them into `bounds`, and ``check(_:)`` enforces
/// them.
///
/// Unchecked: the rows are written once, before they are read. They are never freed, because every instance
/// is a static constant; so the check needs no reference counting.
package struct MessageBounds: @unchecked Sendable {
  /// The fields that have bounds or are messages; the others have a limited size.
  let fields: UnsafeBufferPointer<FieldBounds>

  /// The number of counters that a message needs: one for each repeated field, and those of each message
  /// field that is not repeated. The outer message has the latter because protobuf merges a message field
  /// that occurs twice.
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

  /// A message that has only numbers.
  package static let numbers = MessageBounds()
}

extension MessageBounds {
  /// One bounded field, and its path in a request.
  package struct Entry: Sendable {
    /// As an error names the field: `user.email`.
    package let path: String
    /// The numbers of the fields of the path; this field is the last.
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
