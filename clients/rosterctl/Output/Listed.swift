/// Something that the server lists page by page.
protocol Listed: Presentable {
  /// What the contract's reply calls the list, such as `users`.
  static var listName: String { get }
}
