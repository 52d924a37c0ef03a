/// Names with commas between them, as one word of the command line.
enum CommaList {
  /// The names, in lower case and without the blanks around them. Empty names are kept, to be refused later.
  static func names(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).trimmingBlanks.lowercased()
    }
  }

  /// The completions of a word: after the last comma, each name that is not in it yet.
  ///
  /// - Parameters:
  ///   - prefix: the word as far as it is typed.
  ///   - alone: words that are only valid as the whole list.
  static func completions(of prefix: String, _ names: [String], alone: [String]) -> [String] {
    guard let comma = prefix.lastIndex(of: ",") else { return names + alone }
    let present = Set(self.names(String(prefix[..<comma])))
    return names.filter { !present.contains($0) }.map { prefix[...comma] + $0 }
  }
}
