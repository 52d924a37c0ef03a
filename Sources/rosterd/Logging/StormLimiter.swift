/// Lets so many lines a second of each kind into the log, and counts the rest.
///
/// A full disk fails every write, and a log with a line for each would fill what is left. A value without a
/// clock: the present is passed in.
struct StormLimiter {
  /// Lines of one kind within a second.
  static let maxLinesPerSecond = 10

  /// Kinds that are remembered. Texts are fixed, so there are far fewer; those of libraries may not be.
  static let maxKinds = 1_024

  private struct Kind {
    var second: UInt64
    var lines = 0
    var suppressed = 0
  }

  private var kinds: [String: Kind] = [:]

  /// Asks for a line.
  ///
  /// - Parameter now: seconds of any clock that does not go back.
  /// - Returns: how many lines of the kind were left out before this one; nil where this one is too.
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

  /// What was left out and never told, by kind, in the kinds' order; it is taken as told.
  mutating func takeSuppressed() -> [(text: String, count: Int)] {
    let untold = kinds.filter { $0.value.suppressed > 0 }.sorted { $0.key < $1.key }
    for (text, _) in untold { kinds[text]?.suppressed = 0 }
    return untold.map { ($0.key, $0.value.suppressed) }
  }
}
