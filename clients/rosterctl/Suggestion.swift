import ArgumentParser

/// Suggestions for mistyped words. They are only shown, never executed.
enum Suggestion {
  /// How many letters may be wrong, missing, extra or swapped.
  private static let maxDistance = 2

  /// The error for the first unknown command, with a suggestion; nil if all commands are known.
  static func message(for arguments: [String]) -> String? {
    var command: any ParsableCommand.Type = Rosterctl.self
    var path = ["rosterctl"]
    for (index, word) in arguments.enumerated() {
      let subcommands = command.configuration.subcommands
      if subcommands.isEmpty || word == "--" { return nil }
      // An option, or perhaps its value.
      if word.hasPrefix("-") || (index > 0 && arguments[index - 1].hasPrefix("-")) { continue }
      guard let next = subcommands.first(where: { names(of: $0).contains(word) }) else {
        // 'help' is ArgumentParser's own.
        return path.count == 1 && word == "help" ? nil : describe(word, of: path, among: subcommands)
      }
      command = next
      path.append(next.configuration.commandName ?? word)
    }
    return nil
  }

  /// The error for an unknown name.
  ///
  /// - Parameters:
  ///   - what: what the names are, in the singular.
  ///   - names: those to suggest.
  ///   - listed: those to list; all of them where it is nil.
  static func unknown(
    _ word: String,
    _ what: String,
    among names: [String],
    listing listed: [String]? = nil
  ) -> ValidationError {
    let list = (listed ?? names).joined(separator: ", ")
    return ValidationError("'\(word)' is no \(what).\(hint(for: word, among: names)) There are: \(list)")
  }

  /// A suggestion of the closest name; empty if no name is close.
  private static func hint(for word: String, among names: [String]) -> String {
    let close = names.map { (name: $0, distance: distance($0, word.lowercased())) }
      .filter { $0.distance <= maxDistance && $0.distance < $0.name.count }
      .min { $0.distance < $1.distance }
    return close.map { " Did you mean '\($0.name)'?" } ?? ""
  }

  private static func describe(
    _ word: String,
    of path: [String],
    among subcommands: [any ParsableCommand.Type]
  ) -> String {
    let what = path.count == 1 ? "command" : "'\(path.dropFirst().joined(separator: " "))' command"
    let hint = hint(for: word, among: subcommands.flatMap(names))
    return "There is no \(what) '\(word)'.\(hint) See '\(path.joined(separator: " ")) --help'"
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    let configuration = command.configuration
    return [configuration.commandName ?? ""] + configuration.aliases
  }

  /// The number of edits between two words: insertions, deletions, replacements and swaps of
  /// neighbours (the optimal string alignment distance).
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var rows = [Array(0...right.count)]
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(
          row[j] + 1,
          rows[i][j + 1] + 1,
          rows[i][j] + (left[i] == right[j] ? 0 : 1)
        )
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
