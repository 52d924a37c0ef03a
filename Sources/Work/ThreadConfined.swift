/// A value that one thread alone uses: the first that asks for it.
///
/// `@unchecked Sendable`: the value is handed out on that thread only; `owner` traps on any other.
package struct ThreadConfined<Value>: ~Copyable, @unchecked Sendable {
  private let owner = ThreadOwner()
  private let confined: Value

  package init(_ value: sending Value) {
    confined = value
  }

  package var value: Value {
    owner.check()
    return confined
  }
}
