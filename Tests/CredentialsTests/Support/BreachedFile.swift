import Crypto

/// Lines of a file of breached passwords.
enum BreachedFile {
  static func sha1(_ password: String) -> String {
    Insecure.SHA1.hash(data: Array(password.utf8)).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// The lines of passwords, ordered, with the counts 1, 2, 3 and so on in the order given.
  static func lines(_ passwords: [String]) -> [String] {
    passwords.enumerated().map { "\(sha1($1)):\($0 + 1)" }.sorted()
  }
}
