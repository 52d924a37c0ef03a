import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where to find the token of a link from a mail. It is never given on the command line, where all users of
/// the machine can see it.
struct LinkOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file with the mail, its link or its token; '-' reads standard input.",
      valueName: "path"
    ),
    completion: .file()
  )
  var linkFile: String

  /// The token in the file.
  func token(_ terminal: Terminal) throws(Failure) -> String {
    let source = linkFile == "-" ? "standard input" : linkFile
    let tokens = LinkText.tokens(in: try text(terminal))
    guard let token = tokens.first else {
      throw .usage("there is no link or token in \(source)")
    }
    guard tokens.count == 1 else {
      throw .usage("there are several tokens in \(source): keep only the one to use")
    }
    return token
  }

  private func text(_ terminal: Terminal) throws(Failure) -> String {
    if linkFile == "-" {
      var lines: [String] = []
      while let line = terminal.readLine() { lines.append(line) }
      return lines.joined(separator: "\n")
    }
    guard let data = FileManager.default.contents(atPath: linkFile) else {
      throw .usage("cannot read \(linkFile): check that it exists and that you may read it")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
