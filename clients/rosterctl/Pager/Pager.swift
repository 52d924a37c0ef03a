/// A program that shows a long output screen by screen.
protocol Pager: Sendable {
  /// Writes more output to it.
  ///
  /// - Returns: false once the user has quit it.
  func write(_ text: String) -> Bool

  /// Ends its input and waits until the user quits it.
  func finish()
}
