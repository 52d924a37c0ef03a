/// Limits the lines of the same text in a second, and counts the others.
///
/// For example, a full disk fails every write, and a line for each would fill the disk further. It has no
/// clock: the time is a parameter.
struct StormLimiter {
  /// The most lines of one text in a second.
  static let maxLinesPerSecond = 10

  /// The most texts that are counted. Roster has far fewer; the texts of libraries may vary.
  static let maxKinds = 1_024

  private struct Kind {
    var second: UInt64
    var lines = 0
    var suppressed = 0
  }

  private var kinds: [String: Kind] = [:]

  /// Decides whether a line is logged.
  ///
  /// - Parameter now: seconds of a monotonic clock.
  /// - Returns: how many lines of the text were left out before this one; nil if this one is left out.
  mutating func admit(_ text: String, now: UInt64) -> Int? {
    if kinds.count >= Self.maxKinds, kinds[text] == nil { kinds.removeAll(keepingCapacity: true) }
    var kind = kinds[text] ?? Kind(second: now)
    defer { kinds[text] = kind }
    if kind.second != now {
      kind.second = now
      kind.lines = 0
    }
    guard kind.lines < Self.maxLinesPerSecond else {
      kind.suppressed += 1
      return nil
    }
    kind.lines += 1
    defer { kind.suppressed = 0 }
    return kind.suppressed
  }

  /// The counts of lines left out that were not logged yet, ordered by text. They are reset.
  mutating func takeSuppressed() -> [(text: String, count: Int)] {
    let untold = kinds.filter { $0.value.suppressed > 0 }.sorted { $0.key < $1.key }
    for (text, _) in untold { kinds[text]?.suppressed = 0 }
    return untold.map { ($0.key, $0.value.suppressed) }
  }
}
