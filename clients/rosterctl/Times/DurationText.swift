import RosterClient

/// A duration in whole seconds as people write it: a number and one unit, such as `90s` or `7d`.
enum DurationText {
  /// From the largest to the smallest. The first that divides a duration gives its shortest text.
  private static let units: [(name: Character, seconds: Int64)] = [
    ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
  ]

  static func text(_ duration: ProtoDuration) -> String {
    let unit = units.first { duration.seconds != 0 && duration.seconds % $0.seconds == 0 } ?? ("s", 1)
    return "\(duration.seconds / unit.seconds)\(unit.name)"
  }

  /// The seconds of some digits and a unit: `s`, `m`, `h`, `d` or `w`. Nil for any other text.
  ///
  /// - Parameter maxDigits: at most 9, so that the seconds cannot overflow.
  static func seconds(_ text: some StringProtocol, maxDigits: Int = 9) -> Int64? {
    let digits = text.dropLast()
    guard let name = text.last, 1...maxDigits ~= digits.count,
      digits.allSatisfy({ ("0"..."9").contains($0) }), let count = Int64(digits),
      let unit = (units + [("w", 604_800)]).first(where: { $0.name == name })
    else { return nil }
    return count * unit.seconds
  }
}
