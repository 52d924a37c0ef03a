import Crypto

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Passwords from data breaches, in a file of the format of Pwned Passwords: a line for each,
/// `SHA1HEX:COUNT`, ordered by hash, ended by LF or CRLF.
///
/// The file has some 40 GB, so it is searched where it is: some 31 reads of a line for a look-up, and nothing
/// is kept in memory. An operator who replaces it renames the new one over it and opens it again.
package final class BreachedPasswords: Sendable {
  package let path: String
  private let file: Int32
  private let size: Int

  /// Opens a file, and checks its first and last line.
  package init(path: String) throws(BreachedPasswordsError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .system(path, errno) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw .fault(path, offset: 0, "it is not a file")
    }
    self.path = path
    self.file = file
    size = Int(status.st_size)
    guard size > 0 else { throw fault(0, "it is empty") }
    let first = try line(around: 0, in: 0..<size)
    let last = try line(around: size - 1, in: 0..<size)
    guard first.bytes.lowerBound == last.bytes.lowerBound || first.precedes(last.hash) else {
      throw fault(last.bytes.lowerBound, Self.unordered)
    }
  }

  deinit { close(file) }

  /// How often a password was found in breaches; 0 if it is not in the file.
  package func occurrences(of password: Password) throws(BreachedPasswordsError) -> Int {
    let wanted = Array(Insecure.SHA1.hash(data: password.bytes))
    var range = 0..<size
    // What the lines around the range are, so that a file that is not ordered is noticed on the way.
    var below: Line?
    var above: Line?
    while !range.isEmpty {
      let line = try line(around: (range.lowerBound + range.upperBound) / 2, in: range)
      guard below?.precedes(line.hash) ?? true, above.map({ line.precedes($0.hash) }) ?? true else {
        throw fault(line.bytes.lowerBound, Self.unordered)
      }
      if line.hash == wanted { return line.count }
      if line.precedes(wanted) {
        below = line
        range = line.bytes.upperBound..<range.upperBound
      } else {
        above = line
        range = range.lowerBound..<line.bytes.lowerBound
      }
    }
    return 0
  }

  private struct Line {
    let hash: [UInt8]
    let count: Int
    /// Where it is in the file, with its end.
    let bytes: Range<Int>

    func precedes(_ other: [UInt8]) -> Bool { hash.lexicographicallyPrecedes(other) }
  }

  private static let hashDigits = 40
  private static let unordered = "its lines are not ordered by hash"

  /// Reads the line that an offset is in. Lines begin at both ends of the range.
  private func line(around offset: Int, in range: Range<Int>) throws(BreachedPasswordsError) -> Line {
    let maxBytes = CredentialLimits.maxBreachedLineBytes
    let start = max(range.lowerBound, offset - maxBytes)
    let bytes = try read(start..<min(range.upperBound, offset + maxBytes))
    let lineFeed = UInt8(ascii: "\n")
    let before = bytes[..<(offset - start)].lastIndex(of: lineFeed)
    let first = before.map { $0 + 1 } ?? 0
    // Only the file's last line may be without a line feed.
    let last = bytes[(offset - start)...].firstIndex(of: lineFeed)
    let end = last.map { $0 + 1 } ?? bytes.count
    let place = start + first
    guard before != nil || start == range.lowerBound, last != nil || start + end == size,
      let (hash, count) = Self.parse(bytes[first..<(last ?? end)])
    else { throw fault(place, "it has a line that is not SHA1:COUNT") }
    return Line(hash: hash, count: count, bytes: place..<start + end)
  }

  private static func parse(_ line: ArraySlice<UInt8>) -> (hash: [UInt8], count: Int)? {
    var line = line
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    let digits = line.prefix(hashDigits)
    let rest = line.dropFirst(hashDigits)
    guard digits.count == hashDigits, rest.first == UInt8(ascii: ":"),
      rest.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
      let count = Int(String(decoding: rest.dropFirst(), as: UTF8.self))
    else { return nil }
    var hash: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      guard let value = Character(UnicodeScalar(digit)).hexDigitValue.map(UInt8.init) else { return nil }
      if let first = high { hash.append(first << 4 | value) }
      high = high == nil ? value : nil
    }
    return (hash, count)
  }

  private func read(_ range: Range<Int>) throws(BreachedPasswordsError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var count = 0
    while count < bytes.count {
      let result = bytes.withUnsafeMutableBytes { buffer in
        pread(file, buffer.baseAddress! + count, buffer.count - count, off_t(range.lowerBound + count))
      }
      if result < 0 && errno == EINTR { continue }
      guard result >= 0 else { throw .system(path, errno) }
      guard result > 0 else { throw fault(range.lowerBound + count, "it was cut while it was open") }
      count += result
    }
    return bytes
  }

  private func fault(_ offset: Int, _ what: String) -> BreachedPasswordsError {
    .fault(path, offset: offset, what)
  }
}

/// A file of breached passwords that cannot be used.
package enum BreachedPasswordsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It could not be opened or read; with errno.
  case system(String, Int32)
  /// It is not in the format; with the byte where that was seen.
  case fault(String, offset: Int, String)

  package var description: String {
    switch self {
    case .system(let path, let error):
      "cannot read the breached passwords in \(path): \(String(cString: strerror(error)))"
    case .fault(let path, let offset, let what):
      "cannot use the breached passwords in \(path): \(what) (byte \(offset)). "
        + "Download it again, ordered by hash"
    }
  }
}
