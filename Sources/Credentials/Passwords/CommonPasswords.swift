import CCommonPasswords

/// The passwords that people choose most often: 11,611 of at least 8 characters, from the frequency list of
/// zxcvbn. `dev/common-passwords` writes the list anew.
enum CommonPasswords {
  // The list is a constant of the program: nothing is built at the start, and looking up reads some 14 lines.
  private static var list: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: common_passwords(), count: common_passwords_bytes())
  }

  /// - Parameter word: in lower case.
  static func contains(_ word: String) -> Bool {
    let word = Array(word.utf8)
    let list = list
    var lines = 0..<list.count
    while !lines.isEmpty {
      let line = line(around: (lines.lowerBound + lines.upperBound) / 2, in: lines, of: list)
      if list[line].elementsEqual(word) { return true }
      if list[line].lexicographicallyPrecedes(word) {
        lines = line.upperBound + 1..<lines.upperBound
      } else {
        lines = lines.lowerBound..<line.lowerBound
      }
    }
    return false
  }

  private static func line(
    around offset: Int,
    in lines: Range<Int>,
    of list: UnsafeRawBufferPointer
  ) -> Range<Int> {
    let lineFeed = UInt8(ascii: "\n")
    let before = list[lines.lowerBound..<offset].lastIndex(of: lineFeed)
    // Every line has its line feed.
    return (before.map { $0 + 1 } ?? lines.lowerBound)..<list[offset...].firstIndex(of: lineFeed)!
  }
}
