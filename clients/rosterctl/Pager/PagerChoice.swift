/// Which pager to start, chosen as git does.
enum PagerChoice {
  /// `$ROSTER_PAGER`, else `$PAGER`, else less; nil where that is nothing or `cat`.
  static func command(_ environment: [String: String]) -> String? {
    let command = (named(environment) ?? "less").trimmingBlanks
    return command.isEmpty || command == "cat" ? nil : command
  }

  /// Whether the environment names a pager.
  static func isNamed(_ environment: [String: String]) -> Bool {
    named(environment) != nil
  }

  private static func named(_ environment: [String: String]) -> String? {
    environment["ROSTER_PAGER"] ?? environment["PAGER"]
  }

  /// The pager's environment. Unless told otherwise, less ends by itself if everything fits the screen (F),
  /// shows colour (R), and leaves on the screen what it showed (X).
  static func environment(_ environment: [String: String]) -> [String: String] {
    environment.merging(["LESS": "FRX"]) { own, _ in own }
  }
}
