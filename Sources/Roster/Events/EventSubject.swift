/// A message whose changes events record.
protocol EventSubject {
  /// Notes the fields that events record, in the order of their field numbers.
  func note(in changes: inout EventChanges, from before: Self)

  /// The value before a creation and after a deletion: every field is empty.
  static var empty: Self { get }
}
