/// ArgumentParser's help text, with a command's own options before the global ones.
///
/// ArgumentParser prints the options of a command itself after those of its groups, and so after the global
/// ones; and it lists every option in the usage line.
struct HelpText {
  /// The heading of the options that every command has.
  static let globalTitle = "Global options"

  private static let global = "GLOBAL OPTIONS:"
  private static let own = "OPTIONS:"
  private static let subcommands = "SUBCOMMANDS:"
  private static let usage = "USAGE: "

  /// Everything above the usage line.
  private var overview: [Substring]
  private var usage: Substring
  /// Each with its heading first.
  private var sections: [[Substring]]

  /// Nil if the text is no help text, such as the version.
  private init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard text.hasPrefix("OVERVIEW: "), let index = lines.firstIndex(where: { $0.hasPrefix(Self.usage) })
    else {
      return nil
    }
    overview = Array(lines[..<index])
    usage = lines[index].dropFirst(Self.usage.count)
    sections = lines[(index + 1)...].split(whereSeparator: \.isEmpty).map(Array.init)
  }

  /// Rearranges a help text. Other texts are returned unchanged.
  static func arranged(_ text: String) -> String {
    guard let help = HelpText(text) else { return text }
    let sections = help.arrangedSections.map { $0.joined(separator: "\n") }
    let usage = Self.usage + help.shortUsage
    return (help.overview + [usage[...]]).joined(separator: "\n") + "\n\n"
      + sections.joined(separator: "\n\n")
  }

  /// Subcommands, arguments, the command's own options, and the global ones with `--help` at the end.
  private var arrangedSections: [[Substring]] {
    var sections = sections
    if let global = sections.firstIndex(where: { $0.first == Self.global[...] }),
      let own = sections.firstIndex(where: { $0.first == Self.own[...] })
    {
      // ArgumentParser's own, --version and --help, stand last among the command's options.
      let common = sections[own].suffix(2)
      sections[global] += common
      sections[own].removeLast(common.count)
      let moved = sections[global]
      sections = sections.filter { $0.first != Self.global[...] && $0 != [Self.own[...]] }
      // The advice on subcommands at the very end is no section.
      let isSection = sections.last?.first?.hasSuffix(":") == true
      sections.insert(moved, at: isSection ? sections.endIndex : max(sections.endIndex - 1, 0))
    }
    if let index = sections.firstIndex(where: { $0.first == Self.subcommands[...] }) {
      sections.insert(sections.remove(at: index), at: 0)
    }
    return sections
  }

  /// The usage with `[<options>]` for all optional options.
  private var shortUsage: String {
    let placeholder = "[<options>]"
    var hasOptions = false
    var words: [Substring] = []
    var isInOption = false
    for word in usage.split(separator: " ") {
      if word.hasPrefix("[-") || word == "<options>" || word == placeholder[...] {
        (hasOptions, isInOption) = (true, true)
      }
      if !isInOption { words.append(word) }
      if word.hasSuffix("]") || word == "<options>" { isInOption = false }
    }
    guard hasOptions else { return String(usage) }
    // After the names of the command and before what it takes.
    let end =
      words.firstIndex { $0.hasPrefix("<") || $0.hasPrefix("[") || $0.hasPrefix("-") } ?? words.endIndex
    words.insert(placeholder[...], at: end)
    return words.joined(separator: " ")
  }
}
