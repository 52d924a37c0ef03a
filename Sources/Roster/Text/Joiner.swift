/// Where a joiner is visible: where the text would look different without it.
enum Joiner {
  /// RFC 5892, appendix A.1 and A.2: either joiner after a virama; a ZERO WIDTH NON-JOINER between letters
  /// that would join. Also a ZERO WIDTH JOINER between a letter and a virama, which Bengali needs for ya
  /// after ra and Sinhala for touching letters (The Unicode Standard, chapters 12 and 13).
  static func joins(
    _ joiner: Unicode.Scalar,
    _ before: some BidirectionalCollection<Unicode.Scalar>,
    _ after: some BidirectionalCollection<Unicode.Scalar>
  ) -> Bool {
    if let last = before.last, isVirama(last) { return true }
    if joiner == "\u{200d}" {
      guard let last = before.last, let first = after.first else { return false }
      return isVirama(first) && last.properties.generalCategory == .otherLetter
    }
    guard let left = before.last(where: { !isTransparent($0) }),
      let right = after.first(where: { !isTransparent($0) })
    else { return false }
    return JoiningType.joinsNext(left) && JoiningType.joinsPrevious(right)
  }

  /// A ZERO WIDTH JOINER between two emoji, as in 👩‍💻: UTS #51, ED-16.
  static func joinsEmoji(
    _ joiner: Unicode.Scalar,
    _ before: some BidirectionalCollection<Unicode.Scalar>,
    _ after: some BidirectionalCollection<Unicode.Scalar>
  ) -> Bool {
    guard joiner == "\u{200d}",
      let left = before.last(where: { !$0.properties.isEmojiModifier && $0 != "\u{fe0f}" }),
      let right = after.first
    else { return false }
    return isEmoji(left) && isEmoji(right)
  }

  static func isEmoji(_ scalar: Unicode.Scalar) -> Bool { !scalar.isASCII && scalar.properties.isEmoji }

  private static func isVirama(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.canonicalCombiningClass == .virama
  }

  /// Joining_Type T: marks, which letters join across.
  private static func isTransparent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }
}
