#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Secrets of users. They are never given on the command line, where all users of the machine can see them.
extension Terminal {
  /// A password, from a file or as typed.
  ///
  /// - Parameters:
  ///   - name: what is asked for: `Password of ada@example.com`.
  ///   - file: nil to ask.
  ///   - option: the option that names the file.
  func password(_ name: String, from file: String?, option: String) throws(Failure) -> String {
    try answer(name, from: file, option: option) { () throws(Failure) in
      let line = readHiddenLine()
      // The end of the line that was typed is hidden, too.
      writeError("\n")
      return line
    }
  }

  /// A new password: typed twice, since nothing shows what is typed.
  func newPassword(from file: String?, option: String) throws(Failure) -> String {
    let password = try password("New password", from: file, option: option)
    guard file == nil else { return password }
    guard try self.password("The new password again", from: nil, option: option) == password else {
      throw .usage("the two passwords differ; nothing was changed")
    }
    return password
  }

  /// A code, from a file or as typed. It is shown, because it is valid once.
  func code(_ name: String, from file: String?, option: String) throws(Failure) -> String {
    try answer(name, from: file, option: option) { () throws(Failure) in readLine() }
  }

  /// The one line of a file; `-` is standard input.
  func line(of file: String) throws(Failure) -> String {
    if file == "-" {
      guard let line = readLine(), !line.isEmpty else { throw .usage("there is nothing on standard input") }
      return line
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw .usage("cannot read \(file): check that it exists and that you may read it")
    }
    // Blanks are part of a password, the end of the line is not.
    let lines = String(decoding: data, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let line = lines.first, !line.isEmpty, lines.dropFirst().allSatisfy(\.isEmpty) else {
      throw .usage("\(file) must contain one line and nothing else")
    }
    return String(line)
  }

  private func answer(
    _ name: String,
    from file: String?,
    option: String,
    _ read: () throws(Failure) -> String?
  ) throws(Failure) -> String {
    if let file { return try line(of: file) }
    guard isInteractive else {
      throw .usage("\(name): there is no terminal to ask on: pass \(option) FILE")
    }
    writeError("\(name.displayable): ")
    guard let answer = try read(), !answer.isEmpty else { throw .usage("nothing was typed") }
    return answer
  }
}
