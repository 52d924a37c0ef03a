/// A call's metadata while its handler runs: keys and values in the transport's memory, in the order sent.
///
/// A key may stand more than once. Keys are compared as bytes, and senders write them in lower case.
public struct Metadata {
  /// One pair; both are UTF-8 by contract and unchecked here.
  package struct Entry {
    package let key: UnsafeRawBufferPointer
    package let value: UnsafeRawBufferPointer

    package init(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
      self.key = key
      self.value = value
    }
  }

  private let entries: UnsafeBufferPointer<Entry>

  package init(_ entries: UnsafeBufferPointer<Entry> = UnsafeBufferPointer(start: nil, count: 0)) {
    self.entries = entries
  }

  public var isEmpty: Bool { entries.isEmpty }

  /// The bytes of the first value under a key, valid while the handler runs; nil where there is none.
  package func bytes(for key: StaticString) -> UnsafeRawBufferPointer? {
    let key = UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    for entry in entries where equal(entry.key, key) { return entry.value }
    return nil
  }

  /// The first value under a key; nil where there is none or it is not UTF-8.
  public subscript(key: StaticString) -> String? {
    bytes(for: key).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
