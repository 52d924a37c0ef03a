import Credentials
import TestSupport
import Testing

@Suite("A file of breached passwords")
struct BreachedPasswordsTests {
  private let directory = TemporaryDirectory()
  private let passwords = (0..<500).map { "password \($0)" }

  private func open(_ text: String) throws -> BreachedPasswords {
    try BreachedPasswords(path: try directory.write(text, to: "breached.txt"))
  }

  @Test("knows each of its passwords and no other", arguments: ["\n", "\r\n"], [true, false])
  func lookUp(_ lineEnd: String, _ endsLastLine: Bool) throws {
    let lines = BreachedFile.lines(passwords).joined(separator: lineEnd)
    let file = try open(lines + (endsLastLine ? lineEnd : ""))
    for (index, password) in passwords.enumerated() {
      #expect(try file.occurrences(of: Password(password)) == index + 1)
    }
    for index in 0..<500 { #expect(try file.occurrences(of: Password("other \(index)")) == 0) }
  }

  @Test("may have one line, or two", arguments: [1, 2, 3])
  func small(_ count: Int) throws {
    let file = try open(BreachedFile.lines(Array(passwords.prefix(count))).joined(separator: "\n"))
    for index in 0..<10 {
      #expect(try file.occurrences(of: Password(passwords[index])) == (index < count ? index + 1 : 0))
    }
  }

  @Test("is of the format that Pwned Passwords has, with known hashes")
  func format() throws {
    let file = try open(
      "000000005AD76BD555C1D6D771DE417A4B87E4B4:10\r\n5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179\r\n"
    )
    #expect(try file.occurrences(of: Password("password")) == 52_256_179)
    #expect(try file.occurrences(of: Password("P@ssw0rd")) == 0)
  }

  @Test("is searched where it is: a look-up reads a few lines, and an earlier one does not serve a later one")
  func inPlace() throws {
    // The middle of the file is replaced while it is open: what is read again is seen, so nothing was kept.
    let text = BreachedFile.lines(passwords).joined(separator: "\n")
    let file = try open(text)
    #expect(try file.occurrences(of: Password(passwords[0])) == 1)
    let hash = BreachedFile.sha1(passwords[0])
    let marked = text.replacing("\(hash):1\n", with: "\(hash):9\n")
    try Tool.run(#"printf %s "$2" > "$1""#, file.path, marked)
    #expect(try file.occurrences(of: Password(passwords[0])) == 9)
  }

  @Test(
    "is refused if it has no lines of the format at its ends",
    arguments: [
      "", "\n", "nonsense", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8",
      "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:",
      "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:x", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:-1",
      "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD:11", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FDG:1",
      "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1\n\n", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1\nx\n",
      "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:99999999999999999999999999999", "\u{feff}5BAA61E4:1\n",
      String(repeating: "A", count: 100_000), String(repeating: "\n", count: 1_000),
    ]
  )
  func garbled(_ text: String) throws {
    let error = try #require(throws: BreachedPasswordsError.self) { try open(text) }
    guard case .fault = error else { throw error }
    #expect("\(error)".contains("breached.txt: it "))
  }

  @Test("is refused if it is ordered by count instead of by hash")
  func unordered() throws {
    let lines = Array(BreachedFile.lines(passwords).reversed())
    let error = try #require(throws: BreachedPasswordsError.self) { try open(lines.joined(separator: "\n")) }
    #expect("\(error)".contains("its lines are not ordered by hash"))
  }

  @Test("reports a line out of order or garbled when a look-up comes to it")
  func damagedInside() throws {
    var lines = BreachedFile.lines(passwords)
    lines[1...498].reverse()
    let unordered = try open(lines.joined(separator: "\n"))
    let misplaced = try #require(throws: BreachedPasswordsError.self) {
      for password in passwords { _ = try unordered.occurrences(of: Password(password)) }
    }
    #expect("\(misplaced)".contains("its lines are not ordered by hash"))
    lines = BreachedFile.lines(passwords)
    lines[250] = "nonsense"
    let garbled = try open(lines.joined(separator: "\n"))
    let nonsense = try #require(throws: BreachedPasswordsError.self) {
      for password in passwords { _ = try garbled.occurrences(of: Password(password)) }
    }
    #expect("\(nonsense)".contains("it has a line that is not SHA1:COUNT"))
  }

  @Test("that is cut while it is open is reported")
  func cut() throws {
    let file = try open(BreachedFile.lines(passwords).joined(separator: "\n"))
    try Tool.run(#": > "$1""#, file.path)
    let error = try #require(throws: BreachedPasswordsError.self) { try file.occurrences(of: Password("x")) }
    #expect("\(error)".contains("it was cut while it was open"))
  }

  @Test("that is missing or a directory is refused with its path")
  func missing() throws {
    let missing = try #require(throws: BreachedPasswordsError.self) {
      try BreachedPasswords(path: "\(directory.path)/none.txt")
    }
    #expect("\(missing)".contains("none.txt: No such file"))
    let folder = try #require(throws: BreachedPasswordsError.self) {
      try BreachedPasswords(path: directory.path)
    }
    #expect("\(folder)".contains("it is not a file"))
  }
}
