import ArgumentParser

/// Names with commas between them, as one word of the command line.
enum CommaList {
  /// The names, in lower case and without the blanks around them. An empty one stays, to be refused by name.
  static func names(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).trimmingBlanks.lowercased()
    }
  }
}
